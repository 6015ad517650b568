// Finds keywords of any case, and says which, at a cost per match of some ten instructions.
//
// Hyperscan's cost of reporting a match is many times that. The few words that name most secrets
// stand densely in some texts (a flood of `secret_key="`), and what follows them decides nearly
// always that they mean nothing, so they are looked for here; all others are looked for there, with
// the shapes. Immutable; shared by threads.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/detect/prefilter.h"

namespace aegis {

class KeywordFinder {
 public:
  static constexpr size_t kShortest = 4;  // bytes of a word; shorter ones are Hyperscan's

  KeywordFinder() = default;
  // REQUIRES: every word is in lower case and has at least kShortest bytes; `buckets` are those of
  // choose_buckets. Matches report the index of the word.
  KeywordFinder(std::vector<std::string> words, const std::vector<uint8_t>& buckets);

  // Which of the eight buckets each word goes to, so that ordinary text seldom looks like a word.
  // Takes tens of milliseconds: done when rules are compiled.
  static std::vector<uint8_t> choose_buckets(const std::vector<std::string>& words);

  // Appends every occurrence of every word, in no promised order. REQUIRES: bytes are fewer
  // than 4 GiB. The answer is the same with and without vector instructions.
  void find(std::string_view bytes, std::vector<RawMatch>& out) const;
  void find_plainly(std::string_view bytes, std::vector<RawMatch>& out) const;

 private:
  // Which of the eight buckets may hold a word with this half of a byte at this place.
  struct Masks {
    alignas(32) std::array<uint8_t, 32> low{};
    alignas(32) std::array<uint8_t, 32> high{};
  };

  void add(size_t place, std::string_view word, uint8_t bucket);
  void verify(std::string_view bytes, size_t at, std::vector<RawMatch>& out) const;
  void find_avx2(std::string_view bytes, std::vector<RawMatch>& out) const;

  std::vector<std::string> words_;
  std::array<Masks, 4> masks_{};
  std::vector<uint8_t> offsets_;  // of each word's fragment
  // Words by a hash of their fragments' four bytes, folded; the next one in the same slot by
  // next_. Large, so that what is no word nearly always meets an empty slot.
  std::array<uint16_t, 2048> slots_{};  // index of a word + 1; 0: none
  std::vector<uint16_t> next_;
};

}  // namespace aegis
