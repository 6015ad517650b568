// Tested by tests/unit/kind_map_test.cc.
#include "scanner/detect/kind_map.h"

#include <immintrin.h>

#include "scanner/base/char_set.h"
#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

constexpr size_t kBlock = 64;

// Bit i of a byte's code: whether it is of Kind i; one bit more for NUL.
constexpr uint8_t kNul = 1 << kKinds;

constexpr uint8_t bit_of(Kind kind) {
  return static_cast<uint8_t>(1 << static_cast<uint8_t>(kind));
}

constexpr std::array<uint8_t, 256> make_codes() {
  std::array<uint8_t, 256> codes{};
  const auto add = [&](const CharSet& set, uint8_t bit) {
    for (size_t c = 0; c < codes.size(); ++c) {
      if (set.contains(static_cast<char>(c))) codes[c] |= bit;
    }
  };
  add(kRunSet, bit_of(Kind::kRun));
  add(kDigits, bit_of(Kind::kDigit));
  add(kLower, bit_of(Kind::kLowerCase));
  add(kUpper, bit_of(Kind::kUpperCase));
  add(CharSet("+-/"), bit_of(Kind::kSeparator));
  add(CharSet("\n"), bit_of(Kind::kNewline));
  codes[0] |= kNul;
  return codes;
}
constexpr std::array<uint8_t, 256> kCodes = make_codes();

// Where the words of a stretch's blocks go: those of one kind follow each other, those of the next
// begin `stride` further.
struct Target {
  uint64_t* words;
  size_t stride;

  uint64_t& word(size_t kind, size_t block) const { return words[kind * stride + block]; }
};

// Each maps `blocks` blocks of 64 bytes and says whether there is a NUL byte in them.
using Mapper = bool (*)(const char* bytes, size_t blocks, Target target);

bool map_plainly(const char* bytes, size_t blocks, Target target) {
  uint8_t all = 0;
  for (size_t block = 0; block < blocks; ++block) {
    std::array<uint64_t, kKinds> words{};
    for (size_t i = 0; i < kBlock; ++i) {
      const uint8_t code = kCodes[static_cast<unsigned char>(bytes[block * kBlock + i])];
      all |= code;
      for (size_t kind = 0; kind < kKinds; ++kind) {
        words[kind] |= static_cast<uint64_t>(code >> kind & 1) << i;
      }
    }
    for (size_t kind = 0; kind < kKinds; ++kind) target.word(kind, block) = words[kind];
  }
  return (all & kNul) != 0;
}

// A byte is looked up by both its halves: each row of the ASCII table (high half) has bits of its
// own, and each column (low half) lists those of them that hold for it. Kinds that go over two rows
// have two bits.
__attribute__((target("avx2"))) bool map_avx2(const char* bytes, size_t blocks, Target target) {
  constexpr char kSeparatorRow = 1;     // 2: + - /
  constexpr char kDigitRow = 2;         // 3: 0-9
  constexpr char kUpperRow = 4;         // 4: A-O
  constexpr char kSecondUpperRow = 8;   // 5: P-Z
  constexpr char kLowerRow = 16;        // 6: a-o
  constexpr char kSecondLowerRow = 32;  // 7: p-z
  constexpr char kUnderscoreRow = 64;   // 5: _
  constexpr char kNewlineRow = '\x80';  // 0: line feed
  constexpr char kFirst = kUpperRow | kLowerRow;
  constexpr char kSecond = kSecondUpperRow | kSecondLowerRow;
  const __m256i columns = _mm256_broadcastsi128_si256(_mm_setr_epi8(
      kDigitRow | kSecond, kDigitRow | kFirst | kSecond, kDigitRow | kFirst | kSecond,
      kDigitRow | kFirst | kSecond, kDigitRow | kFirst | kSecond, kDigitRow | kFirst | kSecond,
      kDigitRow | kFirst | kSecond, kDigitRow | kFirst | kSecond, kDigitRow | kFirst | kSecond,
      kDigitRow | kFirst | kSecond, kNewlineRow | kFirst | kSecond, kSeparatorRow | kFirst, kFirst,
      kSeparatorRow | kFirst, kFirst, kSeparatorRow | kFirst | kUnderscoreRow));
  const __m256i rows = _mm256_broadcastsi128_si256(_mm_setr_epi8(
      kNewlineRow, 0, kSeparatorRow, kDigitRow, kUpperRow, kSecondUpperRow | kUnderscoreRow,
      kLowerRow, kSecondLowerRow, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i half = _mm256_set1_epi8(0x0f);
  const __m256i zero = _mm256_setzero_si256();
  __m256i least = _mm256_set1_epi8(-1);
  for (size_t block = 0; block < blocks; ++block) {
    std::array<uint64_t, kKinds> words{};
#pragma GCC unroll 2
    for (size_t part = 0; part < 2; ++part) {
      const __m256i text = _mm256_loadu_si256(
          reinterpret_cast<const __m256i*>(bytes + block * kBlock + part * kBlock / 2));
      least = _mm256_min_epu8(least, text);
      const __m256i low = _mm256_shuffle_epi8(columns, _mm256_and_si256(text, half));
      const __m256i high =
          _mm256_shuffle_epi8(rows, _mm256_and_si256(_mm256_srli_epi16(text, 4), half));
      const __m256i code = _mm256_and_si256(low, high);
      const __m256i either = _mm256_or_si256(code, _mm256_srli_epi16(code, 1));
      // Only the highest bit of each byte counts: shifts put there the one that is asked for.
      const auto put = [&](Kind kind, __m256i signs) __attribute__((target("avx2"))) {
        const auto mask = static_cast<uint32_t>(_mm256_movemask_epi8(signs));
        words[static_cast<size_t>(kind)] |= uint64_t{mask} << (part * kBlock / 2);
      };
      put(Kind::kRun, _mm256_cmpgt_epi8(code, zero));  // a line feed's code is below 0
      put(Kind::kDigit, _mm256_slli_epi16(code, 6));
      put(Kind::kLowerCase, _mm256_slli_epi16(either, 3));
      put(Kind::kUpperCase, _mm256_slli_epi16(either, 5));
      put(Kind::kSeparator, _mm256_slli_epi16(code, 7));
      put(Kind::kNewline, code);
    }
#pragma GCC unroll 6
    for (size_t kind = 0; kind < kKinds; ++kind) target.word(kind, block) = words[kind];
  }
  return _mm256_movemask_epi8(_mm256_cmpeq_epi8(least, zero)) != 0;
}

__attribute__((target("avx512f,avx512bw,avx512vbmi"))) bool map_avx512(const char* bytes,
                                                                       size_t blocks,
                                                                       Target target) {
  const __m512i low = _mm512_loadu_si512(kCodes.data());
  const __m512i high = _mm512_loadu_si512(kCodes.data() + 64);
  __m512i all = _mm512_setzero_si512();
  for (size_t block = 0; block < blocks; ++block) {
    const __m512i text = _mm512_loadu_si512(bytes + block * kBlock);
    const __mmask64 ascii = ~_mm512_movepi8_mask(text);
    const __m512i code = _mm512_maskz_permutex2var_epi8(ascii, low, text, high);
    all = _mm512_or_si512(all, code);
#pragma GCC unroll 6
    for (size_t kind = 0; kind < kKinds; ++kind) {
      const __m512i bit = _mm512_set1_epi8(static_cast<char>(1 << kind));
      target.word(kind, block) = _mm512_test_epi8_mask(code, bit);
    }
  }
  return _mm512_test_epi8_mask(all, _mm512_set1_epi8(static_cast<char>(kNul))) != 0;
}

Mapper mapper_of(Simd simd) {
  switch (simd) {
    case Simd::kAvx512:
      return map_avx512;
    case Simd::kAvx2:
      return map_avx2;
    case Simd::kNone:
      break;
  }
  return map_plainly;
}

}  // namespace

void KindMap::map(std::string_view bytes, size_t begin, size_t end, Simd simd) {
  begin_ = begin / kBlock * kBlock;
  end_ = end;
  const std::string_view stretch = bytes.substr(begin_, end_ - begin_);
  const size_t whole = stretch.size() / kBlock;
  stride_ = 1 + whole + 1 + 2;
  if (words_.size() < kKinds * stride_) words_.resize(kKinds * stride_);
  for (size_t kind = 0; kind < kKinds; ++kind) {
    uint64_t* words = words_.data() + kind * stride_;
    words[0] = words[stride_ - 2] = words[stride_ - 1] = 0;
  }
  const Target target{words_.data() + 1, stride_};
  const Mapper mapper = mapper_of(simd);
  has_nul_ = mapper(stretch.data(), whole, target);
  std::array<char, kBlock> tail;
  tail.fill(' ');  // of no kind
  stretch.copy(tail.data(), kBlock, whole * kBlock);
  const Target last{target.words + whole, stride_};
  has_nul_ = mapper(tail.data(), 1, last) || has_nul_;
}

}  // namespace aegis
