#include "scanner/git/sorted_names.h"

#include <algorithm>
#include <cstring>

#include "scanner/git/byte_cursor.h"

namespace aegis::git {

namespace {

// The part of `count` that `fraction` is of 2^64.
uint64_t scaled(uint64_t fraction, uint64_t count) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<uint64_t>(Wide{fraction} * count >> 64);
}

}  // namespace

bool SortedNames::are_same(const SortedNames& other) const {
  if (count_ != other.count_ || size_ != other.size_) return false;
  if (stride_ != size_ || other.stride_ != size_) return false;
  const size_t bytes = size_t{count_} * size_;
  return bytes == 0 || std::memcmp(bytes_.data(), other.bytes_.data(), bytes) == 0;
}

std::optional<uint32_t> SortedNames::find(std::string_view name) const {
  return find_between(0, count_, scaled(load_big_endian<uint64_t>(name, 0), count_), name);
}

// How far apart two names stand is told by how far apart they are: a few probes, the last of them
// side by side, find one of names that are evenly spread, and all but forged ones are. Those are
// then searched by halves.
std::optional<uint32_t> SortedNames::find_between(uint64_t begin, uint64_t end, uint64_t at,
                                                  std::string_view name) const {
  constexpr int kProbes = 16;
  const auto word = load_big_endian<uint64_t>(name, 0);
  for (int probe = 0; begin < end; ++probe) {
    at = probe < kProbes ? std::clamp(at, begin, end - 1) : begin + (end - begin) / 2;
    const std::string_view other = (*this)[at];
    const auto other_word = load_big_endian<uint64_t>(other, 0);
    const int order = word == other_word ? std::memcmp(other.data(), name.data(), size_)
                                         : (other_word < word ? -1 : 1);
    if (order == 0) return static_cast<uint32_t>(at);
    (order < 0 ? begin : end) = at + (order < 0 ? 1 : 0);
    at = next_probe(at, other_word, word);
  }
  return std::nullopt;
}

void SortedNames::expect_second(uint64_t begin, uint64_t end, uint64_t at,
                                std::string_view name) const {
  if (begin >= end) return;
  at = std::clamp(at, begin, end - 1);
  const auto other_word = load_big_endian<uint64_t>((*this)[at], 0);
  at = next_probe(at, other_word, load_big_endian<uint64_t>(name, 0));
  __builtin_prefetch((*this)[std::clamp(at, begin, end - 1)].data());
}

// The name at `at` begins with `other_word`: where is one that begins with `word`?
uint64_t SortedNames::next_probe(uint64_t at, uint64_t other_word, uint64_t word) const {
  if (other_word < word) return at + 1 + scaled(word - other_word, count_);
  return at - std::min(at, scaled(other_word - word, count_) + 1);
}

}  // namespace aegis::git
