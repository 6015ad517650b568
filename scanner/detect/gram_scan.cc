#include "scanner/detect/gram_scan.h"

#include <immintrin.h>

#include <algorithm>

namespace aegis {

namespace {

constexpr size_t kLanes = 8;
constexpr size_t kBlock = kLanes * kShortStride;

// Where the first place at or after `begin` is at which a gram is looked up.
constexpr size_t first_place(size_t begin) {
  return (begin + kShortStride - 1) / kShortStride * kShortStride;
}

// Eight look-ups at a time. Gives where it stopped, some grams before the end of the text.
__attribute__((target("avx2"))) size_t scan_avx2(std::string_view bytes, size_t at, size_t end,
                                                 const GramTable& table,
                                                 std::vector<uint32_t>& out) {
  const __m256i factor = _mm256_set1_epi32(static_cast<int>(kShortGramFactor));
  const __m256i last_factor = _mm256_set1_epi32(static_cast<int>(kShortGramLastFactor));
  const __m256i one = _mm256_set1_epi32(1);
  const __m256i low_byte = _mm256_set1_epi32(0xff);
  const __m256i low_five = _mm256_set1_epi32(31);
  const __m128i shift = _mm_cvtsi32_si128(static_cast<int>(table.filter_shift()));
  const auto* filter = reinterpret_cast<const int*>(table.filter());
  // The last lane's gram ends one byte behind the block.
  const size_t limit = std::min(end, bytes.size() < kShortStride ? 0 : bytes.size() - kShortStride);
  for (; at + kBlock <= limit; at += kBlock) {
    const char* text = bytes.data() + at;
    const __m256i four = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
    const __m256i next = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + kShortStride));
    const __m256i fifth = _mm256_and_si256(next, low_byte);
    const __m256i hash =
        _mm256_add_epi32(_mm256_mullo_epi32(four, factor), _mm256_mullo_epi32(fifth, last_factor));
    const __m256i word = _mm256_i32gather_epi32(filter, _mm256_srl_epi32(hash, shift), 4);
    const __m256i first_bit = _mm256_sllv_epi32(one, _mm256_and_si256(hash, low_five));
    const __m256i second_bit =
        _mm256_sllv_epi32(one, _mm256_and_si256(_mm256_srli_epi32(hash, 5), low_five));
    const __m256i mask = _mm256_or_si256(first_bit, second_bit);
    const __m256i held = _mm256_cmpeq_epi32(_mm256_and_si256(word, mask), mask);
    auto lanes = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(held)));
    for (; lanes != 0; lanes &= lanes - 1) {
      const auto lane = static_cast<size_t>(__builtin_ctz(lanes));
      out.push_back(static_cast<uint32_t>(at + lane * kShortStride));
    }
  }
  return at;
}

}  // namespace

void scan_short_grams_plainly(std::string_view bytes, size_t begin, size_t end,
                              const GramTable& table, std::vector<uint32_t>& out) {
  for (size_t at = first_place(begin); at < end && at + kShortGram <= bytes.size();
       at += kShortStride) {
    if (table.may_hold(hash_of_short_gram(bytes.data() + at))) {
      out.push_back(static_cast<uint32_t>(at));
    }
  }
}

void scan_short_grams(std::string_view bytes, size_t begin, size_t end, const GramTable& table,
                      std::vector<uint32_t>& out) {
  size_t at = first_place(begin);
  if (__builtin_cpu_supports("avx2")) at = scan_avx2(bytes, at, end, table, out);
  scan_short_grams_plainly(bytes, at, end, table, out);
}

}  // namespace aegis
