// Tested by tests/unit/run_finder_test.cc.
//
// The vector pass classifies 64 bytes at a time into one bit a byte, set where the byte may stand
// in a run. A run of 16 or more leaves a set bit after four steps of and-with-itself-shifted (1, 2,
// 4, 8): bit i survives when bits i to i + 15 are set. Only where one survives is anything looked
// at byte by byte, so text without long runs passes at the speed of the classification.
#include "scanner/detect/run_finder.h"

#include <immintrin.h>

#include <array>

#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

constexpr size_t kBlock = 64;

constexpr uint8_t kUpperCase = 1;
constexpr uint8_t kLetter = 2;
constexpr uint8_t kDigit = 4;
constexpr uint8_t kOther = 8;

constexpr std::array<uint8_t, 256> make_kinds() {
  std::array<uint8_t, 256> kinds{};
  for (int c = 0; c < 256; ++c) {
    const char byte = static_cast<char>(c);
    auto& kind = kinds[static_cast<size_t>(c)];
    kind = kDigits.contains(byte) ? kDigit : kAlpha.contains(byte) ? kLetter : kOther;
    if (kUpper.contains(byte)) kind |= kUpperCase;
  }
  return kinds;
}
constexpr auto kKinds = make_kinds();

size_t run_begin(std::string_view bytes, size_t at) {
  while (at > 0 && kRunSet.contains(bytes[at - 1])) --at;
  return at;
}

size_t run_end(std::string_view bytes, size_t at) {
  while (at < bytes.size() && kRunSet.contains(bytes[at])) ++at;
  return at;
}

void append_if_long(std::string_view bytes, size_t begin, size_t end, std::vector<Run>& out) {
  if (end - begin < kMinRun) return;
  out.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end),
                 is_mixed(bytes.substr(begin, end - begin))});
}

// One bit a byte of the 32: whether it is in kRunSet. A byte is looked up by both its halves: each
// row of the ASCII table (high half) has a bit, and each column (low half) lists the rows where it
// is in.
__attribute__((target("avx2"))) inline uint32_t run_mask(__m256i bytes) {
  //  low half:   0     1     2     3 ... which of the rows 2 to 7 (bits 0 to 5) hold it
  //  row 2: + - /   row 3: 0-9   row 4: A-O   row 5: P-Z _   row 6: a-o   row 7: p-z
  const __m256i columns = _mm256_setr_epi8(0x2a, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e,
                                           0x3e, 0x3c, 0x15, 0x14, 0x15, 0x14, 0x1d,  //
                                           0x2a, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e,
                                           0x3e, 0x3c, 0x15, 0x14, 0x15, 0x14, 0x1d);
  const __m256i rows = _mm256_setr_epi8(0, 0, 1, 2, 4, 8, 16, 32, 0, 0, 0, 0, 0, 0, 0, 0,  //
                                        0, 0, 1, 2, 4, 8, 16, 32, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i half = _mm256_set1_epi8(0x0f);
  const __m256i low = _mm256_shuffle_epi8(columns, _mm256_and_si256(bytes, half));
  const __m256i high =
      _mm256_shuffle_epi8(rows, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half));
  const __m256i both = _mm256_cmpgt_epi8(_mm256_and_si256(low, high), _mm256_setzero_si256());
  return static_cast<uint32_t>(_mm256_movemask_epi8(both));
}

// The end of the run that `at`, if in the run set, belongs to.
__attribute__((target("avx2"))) size_t run_end_avx2(std::string_view bytes, size_t at) {
  for (; at + 32 <= bytes.size(); at += 32) {
    const auto* block = reinterpret_cast<const __m256i*>(bytes.data() + at);
    const uint32_t others = ~run_mask(_mm256_loadu_si256(block));
    if (others != 0) return at + static_cast<size_t>(__builtin_ctz(others));
  }
  return run_end(bytes, at);
}

// is_mixed 32 bytes at a time, for runs that end at least 32 bytes before the end of the text. The
// bytes of a run are ASCII, so signed comparisons order them.
__attribute__((target("avx2,popcnt"))) inline bool is_mixed_avx2(const char* run, size_t size) {
  const __m256i before_digits = _mm256_set1_epi8('0' - 1);
  const __m256i last_digit = _mm256_set1_epi8('9');
  const __m256i before_letters = _mm256_set1_epi8('A' - 1);
  const __m256i last_upper_letter = _mm256_set1_epi8('Z');
  const __m256i underscore = _mm256_set1_epi8('_');
  uint32_t digits = 0;
  uint32_t letters = 0;
  size_t changes = 0;
  uint32_t carry = 2;  // the case of the byte before; none yet
  for (size_t at = 0; at < size; at += 32) {
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(run + at));
    const uint32_t here = size - at >= 32 ? ~0u : (1u << (size - at)) - 1;
    const auto mask = [](__m256i bytes) __attribute__((target("avx2"))) {
      return static_cast<uint32_t>(_mm256_movemask_epi8(bytes));
    };
    // Of a run, what is above '9' is a letter or an underscore.
    const uint32_t above_nine = mask(_mm256_cmpgt_epi8(block, last_digit));
    digits |= mask(_mm256_cmpgt_epi8(block, before_digits)) & ~above_nine & here;
    letters |= above_nine & ~mask(_mm256_cmpeq_epi8(block, underscore)) & here;
    if (digits != 0 && letters != 0) return true;
    const uint32_t upper = mask(_mm256_cmpgt_epi8(block, before_letters)) &
                           ~mask(_mm256_cmpgt_epi8(block, last_upper_letter)) & here;
    const uint32_t before = upper << 1 | (carry == 2 ? upper & 1 : carry);
    changes += static_cast<size_t>(_mm_popcnt_u32((upper ^ before) & here));
    carry = upper >> 31;
  }
  return letters != 0 && changes * 5 >= size * 2;
}

// Appends the runs of which a sixteenth byte stands in the block at `at`, its bits set in `ends`.
// `here` and `previous` classify this block and the one before; everything before `done` has been
// decided. Returns what is decided now. Not inlined: it would take the loop's registers.
__attribute__((target("avx2,popcnt"), noinline)) size_t take_runs(std::string_view bytes, size_t at,
                                                                  uint64_t here, uint64_t previous,
                                                                  uint64_t ends, size_t done,
                                                                  std::vector<Run>& out) {
  do {
    const auto bit = static_cast<unsigned>(__builtin_ctzll(ends));
    if (at + bit >= done) {
      // How far the run's bits reach to both sides of this one. A run that began in the block
      // before had fewer than 16 bytes there, or it would be done.
      const auto ones_after = static_cast<size_t>(__builtin_ctzll(~(here >> bit) | 1ull << 63));
      const auto ones_before = static_cast<size_t>(__builtin_clzll(~(here << (63 - bit)) | 1));
      const bool goes_on = bit + ones_after >= kBlock - 1 && here >> (kBlock - 1) != 0;
      const size_t end = goes_on ? run_end_avx2(bytes, at + kBlock) : at + bit + ones_after;
      const size_t begin = ones_before > bit
                               ? at - static_cast<size_t>(__builtin_clzll(~previous | 1))
                               : at + bit + 1 - ones_before;
      const bool room = end + 32 <= bytes.size();
      const bool mixed = room ? is_mixed_avx2(bytes.data() + begin, end - begin)
                              : is_mixed(bytes.substr(begin, end - begin));
      out.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end), mixed});
      done = end;
    }
    if (done >= at + kBlock) break;
    // The rest of this run has its bits set too.
    ends &= ~uint64_t{0} << (done - at);
  } while (ends != 0);
  return done;
}

__attribute__((target("avx2"))) void find_runs_avx2(std::string_view bytes, std::vector<Run>& out) {
  size_t done = 0;        // everything before has been decided
  uint64_t previous = 0;  // classification of the block before, for runs that began in it
  size_t at = 0;
  for (; at + kBlock <= bytes.size(); at += kBlock) {
    const auto* block = reinterpret_cast<const __m256i*>(bytes.data() + at);
    const uint64_t here = run_mask(_mm256_loadu_si256(block)) |
                          (static_cast<uint64_t>(run_mask(_mm256_loadu_si256(block + 1))) << 32);
    // Bit i is set when the 16 bytes that end at byte i of this block are all of a run. The bytes
    // before the block come in from the top of `previous`.
    uint64_t ends = here & (here << 1 | previous >> 63);
    uint64_t before = previous & previous << 1;
    ends = ends & (ends << 2 | before >> 62);
    before &= before << 2;
    ends = ends & (ends << 4 | before >> 60);
    before &= before << 4;
    ends = ends & (ends << 8 | before >> 56);
    if (ends != 0) done = take_runs(bytes, at, here, previous, ends, done, out);
    previous = here;
  }
  // The tail, byte by byte, together with a run that reaches into it.
  size_t begin = run_begin(bytes, at);
  if (begin < done) begin = done;
  while (begin < bytes.size()) {
    const size_t end = run_end(bytes, begin);
    append_if_long(bytes, begin, end, out);
    begin = end + 1;
  }
}

}  // namespace

bool is_mixed(std::string_view run) {
  uint8_t kinds = 0;
  size_t changes = 0;
  uint8_t previous = run.empty() ? uint8_t{0} : kKinds[static_cast<unsigned char>(run[0])];
  for (const char c : run) {
    const uint8_t kind = kKinds[static_cast<unsigned char>(c)];
    kinds |= kind;
    if ((kinds & (kLetter | kDigit)) == (kLetter | kDigit)) return true;
    changes += (kind ^ previous) & kUpperCase;
    previous = kind;
  }
  return (kinds & kLetter) != 0 && changes * 5 >= run.size() * 2;
}

void find_runs_plainly(std::string_view bytes, std::vector<Run>& out) {
  size_t begin = 0;
  while (begin < bytes.size()) {
    const size_t end = run_end(bytes, begin);
    append_if_long(bytes, begin, end, out);
    begin = end + 1;
  }
}

void find_runs(std::string_view bytes, std::vector<Run>& out) {
  if (__builtin_cpu_supports("avx2")) {
    find_runs_avx2(bytes, out);
  } else {
    find_runs_plainly(bytes, out);
  }
}

}  // namespace aegis
