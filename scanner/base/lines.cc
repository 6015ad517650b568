#include "scanner/base/lines.h"

#include <immintrin.h>

#include <algorithm>
#include <cstring>

#include "scanner/base/simd.h"

namespace aegis {

namespace {

__attribute__((target("avx2,popcnt"))) uint64_t count_avx2(std::string_view text) {
  const __m256i newline = _mm256_set1_epi8('\n');
  uint64_t count = 0;
  size_t at = 0;
  for (; at + 32 <= text.size(); at += 32) {
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + at));
    const auto mask =
        static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(block, newline)));
    count += static_cast<uint64_t>(_mm_popcnt_u32(mask));
  }
  return count + static_cast<uint64_t>(
                     std::count(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), '\n'));
}

}  // namespace

uint64_t count_newlines(std::string_view text) {
  if (widest_simd() >= Simd::kAvx2) return count_avx2(text);
  return static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

size_t last_newline(std::string_view text) {
  const void* newline = ::memrchr(text.data(), '\n', text.size());
  if (newline == nullptr) return std::string_view::npos;
  return static_cast<size_t>(static_cast<const char*>(newline) - text.data());
}

}  // namespace aegis
