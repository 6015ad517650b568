// Which `near` words stand in a stretch of text, for all rules at once.
//
// A word counts where it begins a word of the text: after anything but a letter, or at a change
// from lower to upper case. Separators within it do not count (`Z.AI`, `z_ai`). It must end at a
// word's end too, unless it has five letters or more (`mailchimpkey`). Immutable once filled;
// then shared by threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aegis {

class NearIndex {
 public:
  NearIndex();

  // REQUIRES: `word` is folded (folded_word) and of two or more letters and digits only.
  void add(std::string_view word, uint32_t rule);

  // Appends the rules whose words stand in `text`; a rule may appear several times.
  void find(std::string_view text, std::vector<uint32_t>& rules) const;

  bool empty() const { return words_.empty(); }

 private:
  struct Word {
    uint32_t begin = 0;  // of its digits in digits_
    uint32_t size = 0;
    uint32_t next = 0;   // of the words that begin alike, plus one; 0: the last
    uint32_t rules = 0;  // the first of its rules in rules_, plus one
  };
  struct Named {
    uint32_t rule = 0;
    uint32_t next = 0;  // plus one
  };
  class Letters;

  void find_from(Letters& letters, uint32_t bucket, std::vector<uint32_t>& rules) const;

  // A thousand rules are filled in at every start, so the words are chained in buckets by their
  // first three letters: a trie's nodes would take megabytes.
  std::vector<uint8_t> pairs_;     // whether a word begins with these two; small enough to be near
  std::vector<uint32_t> buckets_;  // the first word plus one; 0: none
  std::vector<Word> words_;
  std::vector<Named> rules_;
  std::string digits_;  // of all words, 0 to 35
};

}  // namespace aegis
