// Tested by tests/unit/near_index_test.cc.
#include "scanner/detect/near_index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "scanner/base/bits.h"
#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr size_t kGlued = 5;      // a word this long may be followed by more letters
constexpr uint32_t kValues = 37;  // of a letter or digit: 0 to 35, and one for none
constexpr uint32_t kNone = 36;
constexpr uint32_t kTriples = kValues * kValues * kValues;

// What a character is besides.
constexpr uint8_t kSeparator = 64;  // may stand within a word of the text
constexpr uint8_t kOther = 128;

constexpr size_t kFour = 4;
constexpr uint32_t kFourBits = 16;  // of a hash of four letters

constexpr std::array<uint8_t, 256> make_letters() {
  std::array<uint8_t, 256> letters{};
  for (int i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    uint8_t& letter = letters[static_cast<size_t>(i)];
    letter = kOther;
    if (kDigits.contains(c)) letter = static_cast<uint8_t>(c - '0');
    if (kLower.contains(c)) letter = static_cast<uint8_t>(10 + c - 'a');
    if (kUpper.contains(c)) letter = static_cast<uint8_t>(10 + c - 'A');
    if (c == '_' || c == '-' || c == '.' || c == ' ') letter = kSeparator;
  }
  return letters;
}
constexpr auto kLetters = make_letters();

uint8_t letter_at(std::string_view text, size_t at) {
  return kLetters[static_cast<unsigned char>(text[at])];
}

// Of a word's first three letters; a word of two has none for the third.
uint32_t triple_of(uint32_t first, uint32_t second, uint32_t third) {
  return (first * kValues + second) * kValues + third;
}

bool ends_word(std::string_view text, size_t at) {
  return at == text.size() || !kLower.contains(text[at]);
}

uint32_t hash_of_four(const uint8_t* letters) {
  uint32_t four = 0;
  std::memcpy(&four, letters, sizeof(four));
  return four * 2654435761u >> (32 - kFourBits);
}

std::vector<uint8_t> digits_of(std::string_view word) {
  std::vector<uint8_t> digits;
  for (const char c : word) {
    const uint8_t letter = kLetters[static_cast<unsigned char>(c)];
    if (letter < kSeparator) digits.push_back(letter);
  }
  return digits;
}

uint32_t triple_of(const std::vector<uint8_t>& digits) {
  return triple_of(digits[0], digits[1], digits.size() > 2 ? digits[2] : kNone);
}

}  // namespace

// The letters and digits of a text from one place on, without separators, read as far as they are
// asked for.
class NearIndex::Letters {
 public:
  Letters(std::string_view text, size_t begin) : text_(text), begin_(begin), at_(begin) {}

  // Whether there are so many, before anything that is no separator.
  bool has(size_t count) {
    while (size_ < count) {
      if (at_ == text_.size() || size_ == digits_.size()) return false;
      const uint8_t letter = letter_at(text_, at_);
      if (letter < kSeparator) {
        digits_[size_] = letter;
        ends_[size_] = ++at_;
        ++size_;
      } else if (letter == kSeparator && size_ > 0) {
        ++at_;
      } else {
        return false;
      }
    }
    return true;
  }
  // REQUIRES: has(i + 1).
  uint8_t digit(size_t i) const { return digits_[i]; }
  // Where the first `count` end. REQUIRES: has(count).
  size_t end_of(size_t count) const { return ends_[count - 1]; }
  size_t begin() const { return begin_; }
  std::string_view text() const { return text_; }

 private:
  static constexpr size_t kMost = 128;

  std::string_view text_;
  size_t begin_;
  size_t at_;
  size_t size_ = 0;
  std::array<uint8_t, kMost> digits_;
  std::array<size_t, kMost> ends_;
};

NearIndex::NearIndex(std::vector<NearTerm> terms) {
  struct Entry {
    uint32_t triple;
    std::vector<uint8_t> digits;
    uint32_t rule;

    auto operator<=>(const Entry&) const = default;
  };
  std::vector<Entry> entries;
  for (const NearTerm& term : terms) {
    std::vector<uint8_t> digits = digits_of(term.word);
    if (digits.size() < 2) continue;
    const uint32_t triple = triple_of(digits);
    entries.push_back({triple, std::move(digits), term.rule});
  }
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  if (entries.empty()) return;
  triples_.resize((kTriples + 63) / 64);
  fours_.resize((size_t{1} << kFourBits) / kWordBits);
  const Entry* last = nullptr;
  for (const Entry& entry : entries) {
    if (last == nullptr || entry.digits != last->digits) {
      if (!begins_like(entry.triple)) firsts_.push_back(static_cast<uint16_t>(words_.size()));
      triples_[entry.triple / 64] |= uint64_t{1} << (entry.triple % 64);
      words_.push_back(
          {static_cast<uint32_t>(digits_.size()), static_cast<uint32_t>(rules_.size())});
      add_fours(entry.digits);
      digits_.insert(digits_.end(), entry.digits.begin(), entry.digits.end());
    }
    rules_.push_back(entry.rule);
    last = &entry;
  }
  firsts_.push_back(static_cast<uint16_t>(words_.size()));
  words_.push_back({static_cast<uint32_t>(digits_.size()), static_cast<uint32_t>(rules_.size())});
  uint16_t rank = 0;
  for (const uint64_t word : triples_) {
    ranks_.push_back(rank);
    rank = static_cast<uint16_t>(rank + std::popcount(word));
  }
}

// With what may follow a word of two or three letters.
void NearIndex::add_fours(const std::vector<uint8_t>& digits) {
  std::array<uint8_t, kFour> four{};
  std::copy_n(digits.begin(), std::min(kFour, digits.size()), four.begin());
  const auto add = [&] {
    const uint32_t bit = hash_of_four(four.data());
    fours_[bit / kWordBits] |= uint64_t{1} << (bit % kWordBits);
  };
  const auto with_any = [&](size_t place, const auto& next) {
    if (place < digits.size()) return next();
    for (uint8_t letter = 0; letter < kNone; ++letter) {
      four[place] = letter;
      next();
    }
    four[place] = kOther;
    next();
  };
  with_any(2, [&] { with_any(3, add); });
}

// The words that begin like `triple` and go on like `letters`.
void NearIndex::find_among(uint32_t triple, Letters& letters, std::vector<NearWord>& out) const {
  if (!begins_like(triple)) return;
  const uint64_t lower = triples_[triple / 64] & ((uint64_t{1} << (triple % 64)) - 1);
  const size_t rank = ranks_[triple / 64] + static_cast<size_t>(std::popcount(lower));
  for (uint32_t word = firsts_[rank]; word < firsts_[rank + 1]; ++word) {
    const size_t begin = words_[word].digits;
    const size_t size = words_[word + 1].digits - begin;
    size_t i = 2;
    while (i < size && letters.has(i + 1) && letters.digit(i) == digits_[begin + i]) ++i;
    if (i < size) continue;
    const size_t end = letters.end_of(size);
    if (size < kGlued && !ends_word(letters.text(), end)) continue;
    out.push_back({static_cast<uint32_t>(letters.begin()), static_cast<uint32_t>(end), word});
  }
}

void NearIndex::find_at(std::string_view bytes, size_t at, std::vector<NearWord>& out) const {
  Letters letters(bytes, at);
  if (!letters.has(2)) return;
  find_among(triple_of(letters.digit(0), letters.digit(1), kNone), letters, out);
  if (!letters.has(3)) return;
  find_among(triple_of(letters.digit(0), letters.digit(1), letters.digit(2)), letters, out);
}

// The words that begin where `begins` has bits, of which there is one; the first is `at`'s. First
// the block's separators are taken out, so that four letters can be looked up at once.
void NearIndex::find_in_block(std::string_view bytes, size_t at, uint64_t begins,
                              std::vector<NearWord>& out) const {
  std::array<uint8_t, kWordBits + 2 * kFour> letters;
  std::array<uint8_t, kWordBits> places;  // of the block's bytes in `letters`
  size_t count = 0;
  const size_t end = at + kWordBits - static_cast<size_t>(std::countl_zero(begins));
  for (size_t i = at + first_bit(begins); i < end; ++i) {
    const uint8_t letter = letter_at(bytes, i);
    places[i - at] = static_cast<uint8_t>(count);
    letters[count] = letter;
    count += letter != kSeparator ? 1 : 0;
  }
  // The word that begins last goes on.
  const size_t enough = count + kFour - 1;
  for (size_t i = end; i < bytes.size() && count < enough; ++i) {
    letters[count] = letter_at(bytes, i);
    if (letters[count] == kOther) break;
    count += letters[count] != kSeparator ? 1 : 0;
  }
  std::fill_n(letters.begin() + static_cast<std::ptrdiff_t>(count), kFour, kOther);
  for (; begins != 0; begins &= begins - 1) {
    const uint32_t bit = first_bit(begins);
    const uint32_t four = hash_of_four(letters.data() + places[bit]);
    if (fours_[four / kWordBits] >> (four % kWordBits) & 1) find_at(bytes, at + bit, out);
  }
}

void NearIndex::find(std::string_view bytes, const KindMap& map, size_t begin, size_t end,
                     std::vector<NearWord>& out) const {
  if (words_.empty()) return;
  constexpr uint64_t kTop = uint64_t{1} << 63;
  const auto before = [&](Kind kind) { return (map.before(kind, begin) & kTop) >> 63; };
  uint64_t lower_before = before(Kind::kLowerCase);
  uint64_t upper_before = before(Kind::kUpperCase);
  uint64_t digit_before = before(Kind::kDigit);
  for (size_t at = begin; at < end; at += 64) {
    const uint64_t lower = map.from(Kind::kLowerCase, at);
    const uint64_t upper = map.from(Kind::kUpperCase, at);
    const uint64_t digit = map.from(Kind::kDigit, at);
    // After anything but a letter or digit, at a change to upper case, where digits and letters
    // meet.
    uint64_t begins = lower & ~((lower | upper) << 1 | lower_before | upper_before);
    begins |= upper & ~(upper << 1 | upper_before);
    begins |= digit & ~(digit << 1 | digit_before);
    if (end - at < 64) begins &= (uint64_t{1} << (end - at)) - 1;
    if (begins != 0) find_in_block(bytes, at, begins, out);
    lower_before = lower >> 63;
    upper_before = upper >> 63;
    digit_before = digit >> 63;
  }
}

}  // namespace aegis
