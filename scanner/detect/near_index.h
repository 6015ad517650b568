// Which `near` words stand in a stretch of text, for all rules at once.
//
// A word counts where it begins a word of the text: after anything but a letter, or at a change
// from lower to upper case. Separators within it do not count (`Z.AI`, `z_ai`). It must end at a
// word's end too, unless it has five letters or more (`mailchimpkey`). Immutable once filled;
// then shared by threads.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/detect/kind_map.h"

namespace aegis {

// A word of the index in a text.
struct NearWord {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t word = 0;
};

// What names a rule's value.
struct NearTerm {
  std::string word;  // folded (folded_word), of two or more letters and digits only
  uint32_t rule = 0;

  auto operator<=>(const NearTerm&) const = default;
};

class NearIndex {
 public:
  NearIndex() = default;
  explicit NearIndex(std::vector<NearTerm> terms);

  // Appends the words that begin in bytes[begin, end), in the order of their beginnings. REQUIRES:
  // `map` is of `bytes` and reaches over those, and over the byte before them if there is one.
  void find(std::string_view bytes, const KindMap& map, size_t begin, size_t end,
            std::vector<NearWord>& out) const;

  // The rules of a word that was found, in order.
  std::span<const uint32_t> rules_of(uint32_t word) const {
    return std::span(rules_).subspan(words_[word].rules,
                                     words_[word + 1].rules - words_[word].rules);
  }

  bool empty() const { return words_.empty(); }

  template <typename Codec>
  friend void code(Codec& codec, NearIndex& index) {
    codec(index.fours_, index.triples_, index.ranks_, index.firsts_, index.words_, index.digits_,
          index.rules_);
  }

 private:
  struct Word {
    uint32_t digits = 0;  // where its own begin in digits_; they end where those of the next begin
    uint32_t rules = 0;   // the same in rules_

    template <typename Codec>
    friend void code(Codec& codec, Word& word) {
      codec(word.digits, word.rules);
    }
  };
  class Letters;

  bool begins_like(uint32_t triple) const { return triples_[triple / 64] >> (triple % 64) & 1; }
  void add_fours(const std::vector<uint8_t>& digits);
  void find_in_block(std::string_view bytes, size_t at, uint64_t begins,
                     std::vector<NearWord>& out) const;
  void find_at(std::string_view bytes, size_t at, std::vector<NearWord>& out) const;
  void find_among(uint32_t triple, Letters& letters, std::vector<NearWord>& out) const;

  // A bit a hash of the first four letters of a text in which a word may begin: small enough to be
  // near at hand, and nearly always 0.
  std::vector<uint64_t> fours_;
  std::vector<uint64_t> triples_;  // a bit for three letters with which a word begins
  std::vector<uint16_t> ranks_;    // by word of triples_: how many bits are set before it
  std::vector<uint16_t> firsts_;   // by bit that is set: the first of words_ that begins like that
  std::vector<Word> words_;        // in the order of their triples, and one more
  std::vector<uint8_t> digits_;    // of all words, 0 to 35
  std::vector<uint32_t> rules_;
};

}  // namespace aegis
