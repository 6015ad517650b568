// Words of 64 bits, each bit of which stands for a byte of a text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace aegis {

inline constexpr size_t kWordBits = 64;

// The lowest `count` bits; all when there are not so many.
constexpr uint64_t first_bits(size_t count) {
  return count >= kWordBits ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
}

// 64 bits of a row of words, from its bit `at` on. REQUIRES: the word after that one is there.
inline uint64_t bits_from(const uint64_t* words, size_t at) {
  const uint64_t* word = words + at / kWordBits;
  const size_t shift = at % kWordBits;
  return word[0] >> shift | word[1] << 1 << (kWordBits - 1 - shift);
}

// Where the lowest bit stands. REQUIRES: there is one.
inline uint32_t first_bit(uint64_t bits) {
  return static_cast<uint32_t>(__builtin_ctzll(bits));
}

// Writes where bits stand, in order, to `places`, and says how many there are. The first bit of the
// first word stands at `base`. REQUIRES: `places` has room for all, and for two more.
inline size_t list_bits(std::span<const uint64_t> words, uint32_t base, uint32_t* places) {
  size_t count = 0;
  for (uint64_t word : words) {
    // Where two bits in a word are many, those are written without a branch, which would be hard to
    // predict.
    for (int n = 0; n < 2; ++n) {
      places[count] = base + first_bit(word | uint64_t{1} << (kWordBits - 1));
      count += word != 0 ? 1 : 0;
      word &= word - 1;
    }
    for (; word != 0; word &= word - 1) places[count++] = base + first_bit(word);
    base += kWordBits;
  }
  return count;
}

}  // namespace aegis
