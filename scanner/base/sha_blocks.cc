#include "scanner/base/sha_blocks.h"

// libmd's SHA headers use u_int and friends without including this.
#include <sys/types.h>

#include <cpuid.h>
#include <immintrin.h>
#include <sha1.h>
#include <sha2.h>

namespace aegis {

namespace {

bool has_sha_instructions() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0 || (b & bit_SHA) == 0) return false;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_SSE4_1) != 0;
}

__attribute__((target("sha,sse4.1"))) inline __m128i load(const void* from) {
  return _mm_loadu_si128(static_cast<const __m128i*>(from));
}
__attribute__((target("sha,sse4.1"))) inline void store(void* to, __m128i value) {
  _mm_storeu_si128(static_cast<__m128i*>(to), value);
}

// --- SHA-1 ---------------------------------------------------------------------------------------

// Words lie last to first in a register: the instructions want it so.
struct Sha1Block {
  __m128i abcd;
  __m128i e;           // of the next four rounds, as far as it is known before them
  __m128i message[4];  // of four groups of four rounds, by group modulo 4
};

// Four rounds; `group` counts them from 0 to 19.
template <int kFunction>
__attribute__((target("sha,sse4.1"))) inline void sha1_group(Sha1Block& block, int group) {
  __m128i& words = block.message[group % 4];
  if (group >= 4) {
    const __m128i sum = _mm_xor_si128(_mm_sha1msg1_epu32(words, block.message[(group + 1) % 4]),
                                      block.message[(group + 2) % 4]);
    words = _mm_sha1msg2_epu32(sum, block.message[(group + 3) % 4]);
  }
  const __m128i e =
      group == 0 ? _mm_add_epi32(block.e, words) : _mm_sha1nexte_epu32(block.e, words);
  block.e = block.abcd;
  block.abcd = _mm_sha1rnds4_epu32(block.abcd, e, kFunction);
}

__attribute__((target("sha,sse4.1"))) void sha1_by_instructions(uint32_t* state,
                                                                const uint8_t* blocks,
                                                                size_t count) {
  const __m128i last_to_first = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
  Sha1Block block;
  block.abcd = _mm_shuffle_epi32(load(state), 0x1b);
  block.e = _mm_set_epi32(static_cast<int>(state[4]), 0, 0, 0);
  for (; count > 0; --count, blocks += kShaBlock) {
    const __m128i abcd = block.abcd;
    const __m128i e = block.e;
    for (int i = 0; i < 4; ++i) {
      block.message[i] = _mm_shuffle_epi8(load(blocks + 16 * i), last_to_first);
    }
#pragma GCC unroll 5
    for (int group = 0; group < 5; ++group) sha1_group<0>(block, group);
#pragma GCC unroll 5
    for (int group = 5; group < 10; ++group) sha1_group<1>(block, group);
#pragma GCC unroll 5
    for (int group = 10; group < 15; ++group) sha1_group<2>(block, group);
#pragma GCC unroll 5
    for (int group = 15; group < 20; ++group) sha1_group<3>(block, group);
    block.e = _mm_sha1nexte_epu32(block.e, e);
    block.abcd = _mm_add_epi32(block.abcd, abcd);
  }
  store(state, _mm_shuffle_epi32(block.abcd, 0x1b));
  state[4] = static_cast<uint32_t>(_mm_extract_epi32(block.e, 3));
}

// --- SHA-256 -------------------------------------------------------------------------------------

constexpr uint32_t kSha256[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

__attribute__((target("sha,sse4.1"))) void sha256_by_instructions(uint32_t* state,
                                                                  const uint8_t* blocks,
                                                                  size_t count) {
  const __m128i swapped = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  // The instructions want A, B, E and F in one register, and the others in a second.
  const __m128i badc = _mm_shuffle_epi32(load(state), 0xb1);
  const __m128i hgfe = _mm_shuffle_epi32(load(state + 4), 0x1b);
  __m128i abef = _mm_alignr_epi8(badc, hgfe, 8);
  __m128i cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);
  for (; count > 0; --count, blocks += kShaBlock) {
    const __m128i abef_before = abef;
    const __m128i cdgh_before = cdgh;
    __m128i message[4];  // of four groups of four rounds, by group modulo 4
#pragma GCC unroll 16
    for (int group = 0; group < 16; ++group) {
      __m128i& words = message[group % 4];
      if (group < 4) {
        words = _mm_shuffle_epi8(load(blocks + 16 * group), swapped);
      } else {
        const __m128i last = message[(group + 3) % 4];
        const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(words, message[(group + 1) % 4]),
                                          _mm_alignr_epi8(last, message[(group + 2) % 4], 4));
        words = _mm_sha256msg2_epu32(sum, last);
      }
      const __m128i sum = _mm_add_epi32(words, load(kSha256 + 4 * group));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  store(state, _mm_blend_epi16(feba, dchg, 0xf0));
  store(state + 4, _mm_alignr_epi8(dchg, feba, 8));
}

}  // namespace

void sha1_blocks_in_words(uint32_t* state, const uint8_t* blocks, size_t count) {
  for (; count > 0; --count, blocks += kShaBlock) SHA1Transform(state, blocks);
}

void sha256_blocks_in_words(uint32_t* state, const uint8_t* blocks, size_t count) {
  for (; count > 0; --count, blocks += kShaBlock) SHA256Transform(state, blocks);
}

void sha1_blocks(uint32_t* state, const uint8_t* blocks, size_t count) {
  static const bool by_instructions = has_sha_instructions();
  (by_instructions ? sha1_by_instructions : sha1_blocks_in_words)(state, blocks, count);
}

void sha256_blocks(uint32_t* state, const uint8_t* blocks, size_t count) {
  static const bool by_instructions = has_sha_instructions();
  (by_instructions ? sha256_by_instructions : sha256_blocks_in_words)(state, blocks, count);
}

}  // namespace aegis
