#include "scanner/detect/near_index.h"

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr size_t kGlued = 5;  // a word this long may be followed by more letters

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

NearIndex::NearIndex() : nodes_(1) {}

void NearIndex::add(std::string_view word, uint32_t rule) {
  uint32_t node = 0;
  for (const char c : word) {
    const int digit = kLetters[static_cast<unsigned char>(c)].digit;
    if (digit < 0) continue;
    const auto slot = static_cast<size_t>(digit);
    if (nodes_[node].next[slot] == 0) {
      nodes_[node].next[slot] = static_cast<uint32_t>(nodes_.size());
      nodes_.emplace_back();
    }
    node = nodes_[node].next[slot];
  }
  nodes_[node].rules.push_back(rule);
}

void NearIndex::match_from(std::string_view text, size_t begin,
                           std::vector<uint32_t>& rules) const {
  uint32_t node = 0;
  size_t length = 0;
  for (size_t at = begin; at < text.size(); ++at) {
    const Letter letter = letter_at(text, at);
    if (letter.digit < 0) {
      if (letter.kind == kSeparator && length > 0) continue;
      return;
    }
    node = nodes_[node].next[static_cast<size_t>(letter.digit)];
    if (node == 0) return;
    ++length;
    const auto& named = nodes_[node].rules;
    if (!named.empty() && (length >= kGlued || ends_word(text, at + 1))) {
      rules.insert(rules.end(), named.begin(), named.end());
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
    if (begins && nodes_[0].next[static_cast<size_t>(letter.digit)] != 0)
      match_from(text, at, rules);
  }
}

}  // namespace aegis
