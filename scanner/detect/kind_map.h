// Of which kinds the bytes of a stretch of text are, a bit a byte.
//
// One vector pass makes the map; what is then asked about stretches, words and lines is answered by
// arithmetic on 64 bytes at a time, without looking at the text again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/base/bits.h"
#include "scanner/base/simd.h"

namespace aegis {

enum class Kind : uint8_t {
  kRun,        // kRunSet
  kDigit,      // 0 to 9
  kLowerCase,  // a to z
  kUpperCase,  // A to Z
  kSeparator,  // those of kRunSet that may stand between tokens: + - /
  kNewline,
};
inline constexpr size_t kKinds = 6;

// Belongs to one thread. Keeps nothing of the text.
class KindMap {
 public:
  // Maps bytes[begin, end), and what comes before it to the last multiple of 64. Forgets what was
  // mapped before. REQUIRES: begin <= end <= bytes.size().
  void map(std::string_view bytes, size_t begin, size_t end, Simd simd = widest_simd());

  size_t begin() const { return begin_; }
  size_t end() const { return end_; }
  // Whether there is a NUL byte between the two.
  bool has_nul() const { return has_nul_; }

  // The bits of each 64 bytes from begin() on, in blocks() words. The word before the first and the
  // one after the last may be read too, and are empty.
  const uint64_t* words_of(Kind kind) const {
    return words_.data() + static_cast<size_t>(kind) * stride_ + 1;
  }
  size_t blocks() const { return (end_ - begin_ + kWordBits - 1) / kWordBits; }

  // Bit i: whether the byte at `at` + i is of the kind; not set from end() on. REQUIRES: begin() <=
  // at <= end().
  uint64_t from(Kind kind, size_t at) const { return bits_from(words_of(kind), at - begin_); }
  // Bit 63 - i: whether the byte at `at` - 1 - i is; not set before begin(). REQUIRES: the same.
  uint64_t before(Kind kind, size_t at) const {
    const uint64_t* word = words_of(kind) + (at - begin_) / kWordBits;
    const size_t shift = (at - begin_) % kWordBits;
    return word[0] << 1 << (kWordBits - 1 - shift) | word[-1] >> shift;
  }

 private:
  std::vector<uint64_t> words_;  // by kind
  size_t stride_ = 0;            // words of one kind
  size_t begin_ = 0;
  size_t end_ = 0;
  bool has_nul_ = false;
};

}  // namespace aegis
