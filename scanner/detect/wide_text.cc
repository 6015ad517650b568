#include "scanner/detect/wide_text.h"

#include <cstring>

namespace aegis {

namespace {

constexpr size_t kLeast = 8;
// Stretches further apart than this must not name or pair each other's values, since a chunk may
// show only one of them. More lines than any rule's `within` lie between them.
constexpr size_t kSeam = 64;
constexpr size_t kSeamLines = 64;

bool is_text(char c) {
  return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\r' || c == '\t';
}

// The number of characters from `at` on, each followed by `gap` NULs (the last one perhaps not).
size_t stretch_length(std::string_view bytes, size_t at, size_t gap) {
  size_t n = 0;
  for (;;) {
    if (at >= bytes.size() || !is_text(bytes[at])) return n;
    ++n;
    for (size_t i = 1; i <= gap; ++i) {
      if (at + i >= bytes.size() || bytes[at + i] != '\0') return n;
    }
    at += gap + 1;
  }
}

// The first byte at or after `at` that is not NUL; eight at a time, for files full of them.
size_t after_nuls(std::string_view bytes, size_t at) {
  for (uint64_t word = 0; at + sizeof(word) <= bytes.size(); at += sizeof(word)) {
    std::memcpy(&word, bytes.data() + at, sizeof(word));
    if (word != 0) break;
  }
  while (at < bytes.size() && bytes[at] == '\0') ++at;
  return at;
}

}  // namespace

DecodedText narrow_wide_text(std::string_view bytes) {
  DecodedText wide;
  size_t at = 0;
  for (;;) {
    // A stretch shows itself by the NUL after its first character.
    const void* nul =
        at < bytes.size() ? std::memchr(bytes.data() + at, 0, bytes.size() - at) : nullptr;
    if (nul == nullptr) return wide;
    const auto zero = static_cast<size_t>(static_cast<const char*>(nul) - bytes.data());
    if (zero == at || !is_text(bytes[zero - 1])) {
      at = after_nuls(bytes, zero);
      continue;
    }
    const size_t begin = zero - 1;
    size_t gap = 1;
    while (gap < 4 && begin + gap + 1 < bytes.size() && bytes[begin + gap + 1] == '\0') ++gap;
    const size_t length = gap == 1 || gap == 3 ? stretch_length(bytes, begin, gap) : 0;
    if (length < kLeast) {
      at = zero + 1;
      continue;
    }
    const bool apart = !wide.begins.empty() && begin - wide.begins.back() > kSeam;
    for (size_t i = 0; apart && i < kSeamLines; ++i) {
      wide.add('\n', {wide.begins.back(), wide.begins.back() + 1});
    }
    for (size_t i = 0; i < length; ++i) {
      const size_t from = begin + i * (gap + 1);
      wide.add(bytes[from], {from, from + 1});
    }
    const size_t end = begin + (length - 1) * (gap + 1);
    wide.add('\n', {end, end + 1});
    at = end + 1;
  }
}

}  // namespace aegis
