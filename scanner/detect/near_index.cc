#include "scanner/detect/near_index.h"

#include <array>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr size_t kGlued = 5;     // a word this long may be followed by more letters
constexpr uint32_t kDigit = 37;  // values of a letter or digit, and one for none
constexpr uint32_t kNone = 36;

uint32_t pair_of(uint32_t first, uint32_t second) {
  return first * kDigit + second;
}

// Of a word's first three letters; a word of two has none for the third.
uint32_t bucket_of(uint32_t first, uint32_t second, uint32_t third) {
  return pair_of(first, second) * kDigit + third;
}

enum Kind : uint8_t { kNothing, kLowerCase, kUpperCase, kNumber, kSeparator };

struct Letter {
  int8_t digit = -1;  // 0 to 35, case folded; -1 for what is no letter or digit
  Kind kind = kNothing;
};

constexpr std::array<Letter, 256> make_letters() {
  std::array<Letter, 256> letters{};
  for (int i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    Letter& letter = letters[static_cast<size_t>(i)];
    if (kDigits.contains(c)) letter = {static_cast<int8_t>(c - '0'), kNumber};
    if (kLower.contains(c)) letter = {static_cast<int8_t>(10 + c - 'a'), kLowerCase};
    if (kUpper.contains(c)) letter = {static_cast<int8_t>(10 + c - 'A'), kUpperCase};
    if (c == '_' || c == '-' || c == '.' || c == ' ') letter.kind = kSeparator;
  }
  return letters;
}
constexpr auto kLetters = make_letters();

Letter letter_at(std::string_view text, size_t at) {
  return kLetters[static_cast<unsigned char>(text[at])];
}

bool ends_word(std::string_view text, size_t at) {
  return at == text.size() || letter_at(text, at).kind != kLowerCase;
}

}  // namespace

// The letters and digits of a text from one place on, without separators, read as far as they are
// asked for.
class NearIndex::Letters {
 public:
  Letters(std::string_view text, size_t begin) : text_(text), at_(begin) {}

  // Whether there are so many, before anything that is no separator.
  bool has(size_t count) {
    while (size_ < count) {
      if (at_ == text_.size() || size_ == digits_.size()) return false;
      const Letter letter = letter_at(text_, at_);
      if (letter.digit >= 0) {
        digits_[size_] = letter.digit;
        ends_[size_] = ++at_;
        ++size_;
      } else if (letter.kind == kSeparator && size_ > 0) {
        ++at_;
      } else {
        return false;
      }
    }
    return true;
  }
  // REQUIRES: has(i + 1).
  uint32_t digit(size_t i) const { return static_cast<uint32_t>(digits_[i]); }
  // REQUIRES: has(count).
  bool ends_word_after(size_t count) const { return ends_word(text_, ends_[count - 1]); }

 private:
  static constexpr size_t kMost = 128;

  std::string_view text_;
  size_t at_;
  size_t size_ = 0;
  std::array<int8_t, kMost> digits_;
  std::array<size_t, kMost> ends_;
};

NearIndex::NearIndex() : pairs_(kDigit * kDigit), buckets_(kDigit * kDigit * kDigit) {}

void NearIndex::add(std::string_view word, uint32_t rule) {
  std::string digits;
  for (const char c : word) {
    const int digit = kLetters[static_cast<unsigned char>(c)].digit;
    if (digit >= 0) digits += static_cast<char>(digit);
  }
  if (digits.size() < 2) return;
  const auto digit = [&](size_t i) { return static_cast<uint32_t>(digits[i]); };
  pairs_[pair_of(digit(0), digit(1))] = 1;
  uint32_t& first = buckets_[bucket_of(digit(0), digit(1), digits.size() > 2 ? digit(2) : kNone)];
  uint32_t at = first;
  while (at != 0 &&
         std::string_view(digits_).substr(words_[at - 1].begin, words_[at - 1].size) != digits) {
    at = words_[at - 1].next;
  }
  if (at == 0) {
    words_.push_back(
        {static_cast<uint32_t>(digits_.size()), static_cast<uint32_t>(digits.size()), first, 0});
    digits_ += digits;
    first = at = static_cast<uint32_t>(words_.size());
  }
  rules_.push_back({rule, words_[at - 1].rules});
  words_[at - 1].rules = static_cast<uint32_t>(rules_.size());
}

void NearIndex::find_from(Letters& letters, uint32_t bucket, std::vector<uint32_t>& rules) const {
  for (uint32_t at = buckets_[bucket]; at != 0; at = words_[at - 1].next) {
    const Word& word = words_[at - 1];
    size_t i = 2;
    while (i < word.size && letters.has(i + 1) &&
           letters.digit(i) == static_cast<uint32_t>(digits_[word.begin + i])) {
      ++i;
    }
    if (i < word.size) continue;
    if (word.size < kGlued && !letters.ends_word_after(word.size)) continue;
    for (uint32_t named = word.rules; named != 0; named = rules_[named - 1].next) {
      rules.push_back(rules_[named - 1].rule);
    }
  }
}

void NearIndex::find(std::string_view text, std::vector<uint32_t>& rules) const {
  Kind before = kNothing;
  for (size_t at = 0; at < text.size(); ++at) {
    const Letter letter = letter_at(text, at);
    // A word begins after anything but a letter or digit, at a change to upper case, and where
    // digits and letters meet.
    const bool begins = letter.digit >= 0 && letter.kind != before &&
                        !(letter.kind == kLowerCase && before == kUpperCase);
    before = letter.kind;
    if (!begins) continue;
    Letters letters(text, at);
    if (!letters.has(2) || !pairs_[pair_of(letters.digit(0), letters.digit(1))]) continue;
    find_from(letters, bucket_of(letters.digit(0), letters.digit(1), kNone), rules);
    if (!letters.has(3)) continue;
    find_from(letters, bucket_of(letters.digit(0), letters.digit(1), letters.digit(2)), rules);
  }
}

}  // namespace aegis
