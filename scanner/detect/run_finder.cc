// Tested by tests/unit/run_finder_test.cc.
//
// A run of 16 or more leaves a set bit after four steps of and-with-itself-shifted (1, 2, 4, 8):
// bit i survives when bits i - 15 to i are set. Where what survives begins and where it ends are
// the only places that are looked at one by one.
#include "scanner/detect/run_finder.h"

#include <algorithm>
#include <array>
#include <span>

#include "scanner/base/bits.h"
#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

static_assert(kMinRun == 16, "the steps below are those of 16");

// Bit i: whether the 16 bytes that end at byte i of this block are all of a run. The bytes before
// the block come in from the top of `previous`.
inline uint64_t survivors_of(uint64_t here, uint64_t previous) {
  uint64_t ends = here & (here << 1 | previous >> 63);
  uint64_t before = previous & previous << 1;
  ends &= ends << 2 | before >> 62;
  before &= before << 2;
  ends &= ends << 4 | before >> 60;
  before &= before << 4;
  return ends & (ends << 8 | before >> 56);
}

// A part of the blocks at a time, in steps without branches, which compilers make vector
// instructions of.
constexpr size_t kPart = 128;
constexpr size_t kMostEdges = 8;  // in a block

// Sets the bits where what survives of the blocks at `run` begins and just behind where it ends.
// `last` is what survived of the block before them, and then of the last one.
inline void mark_edges(const uint64_t* run, std::span<uint64_t> edges, uint64_t& last) {
  std::array<uint64_t, kPart + 1> survivors;
  survivors[0] = last;
  for (size_t i = 0; i < edges.size(); ++i) survivors[i + 1] = survivors_of(run[i], (run + i)[-1]);
  for (size_t i = 0; i < edges.size(); ++i) {
    edges[i] = survivors[i + 1] ^ (survivors[i + 1] << 1 | survivors[i] >> (kWordBits - 1));
  }
  last = survivors[edges.size()];
}

// What is_mixed says of [begin, end), counted from map.begin(). Not decided before the end: what
// kind of run the next one is cannot be predicted.
struct MixedTest {
  explicit MixedTest(const KindMap& map)
      : digits(map.words_of(Kind::kDigit)),
        lowers(map.words_of(Kind::kLowerCase)),
        uppers(map.words_of(Kind::kUpperCase)) {}

  bool operator()(size_t begin, size_t end) const {
    uint64_t digit = 0;
    uint64_t letter = 0;
    size_t changes = 0;
    uint64_t before = uppers[begin / kWordBits] >> begin % kWordBits & 1;
    size_t at = begin;
    do {
      const uint64_t here = first_bits(end - at);
      const uint64_t upper = bits_from(uppers, at) & here;
      digit |= bits_from(digits, at) & here;
      letter |= (bits_from(lowers, at) & here) | upper;
      changes += static_cast<size_t>(__builtin_popcountll((upper ^ (upper << 1 | before)) & here));
      before = upper >> (kWordBits - 1);
      at += kWordBits;
    } while (at < end);
    return (letter != 0) & ((digit != 0) | (changes * 5 >= (end - begin) * 2));
  }

  const uint64_t* digits;
  const uint64_t* lowers;
  const uint64_t* uppers;
};

// A run of which only the beginning has been found.
struct OpenRun {
  uint32_t begin = 0;
  bool open = false;
};

// Appends the runs of some edges, which come in turn: the sixteenth byte of a run, the byte behind
// it. Edges count from the map's beginning, which is `base` in the text. Not inlined: it takes all
// registers. Compiled for several processors, as what calls it.
template <typename Edges>
__attribute__((always_inline)) inline void append_runs(const MixedTest& is_mixed,
                                                       const Edges& edges, uint32_t base,
                                                       OpenRun& open, std::vector<Run>& out) {
  size_t count = out.size();
  out.resize(count + edges.size() / 2 + 1);
  for (const uint32_t edge : edges) {
    if (open.open) {
      out[count++] = {base + open.begin, base + edge, is_mixed(open.begin, edge)};
    } else {
      open.begin = edge - (kMinRun - 1);
    }
    open.open = !open.open;
  }
  out.resize(count);
}

__attribute__((always_inline)) inline void find(const KindMap& map, size_t begin,
                                                std::vector<Run>& out) {
  const uint64_t* run = map.words_of(Kind::kRun);
  const MixedTest is_mixed(map);
  // The block after the last one ends what reaches to its end.
  const size_t blocks = map.blocks() + 1;
  const size_t first = (begin - map.begin()) / kWordBits;
  uint64_t last = first > 0 ? survivors_of(run[first - 1], run[first - 2]) : 0;
  std::array<uint64_t, kPart> words;
  std::array<uint32_t, kPart * kMostEdges + 2> places;
  OpenRun open;
  for (size_t at = first; at < blocks; at += kPart) {
    const std::span<uint64_t> part = std::span(words).first(std::min(kPart, blocks - at));
    mark_edges(run + at, part, last);
    // A run that ends at `begin` is none of ours.
    if (at == first) part[0] &= ~first_bits((begin - map.begin()) % kWordBits + 1);
    const size_t count = list_bits(part, static_cast<uint32_t>(at * kWordBits), places.data());
    append_runs(is_mixed, std::span(places).first(count), static_cast<uint32_t>(map.begin()), open,
                out);
  }
}

__attribute__((target("avx2,bmi,bmi2,popcnt"))) void find_avx2(const KindMap& map, size_t begin,
                                                               std::vector<Run>& out) {
  find(map, begin, out);
}

}  // namespace

bool is_mixed(const KindMap& map, size_t begin, size_t end) {
  return MixedTest(map)(begin - map.begin(), end - map.begin());
}

void find_runs(const KindMap& map, size_t begin, std::vector<Run>& out, Simd simd) {
  if (simd == Simd::kNone) {
    find(map, begin, out);
  } else {
    find_avx2(map, begin, out);
  }
}

size_t end_of_piece(std::string_view bytes, size_t begin) {
  constexpr size_t kPiece = 64 * 1024;
  if (bytes.size() - begin <= kPiece) return bytes.size();
  size_t end = begin + kPiece;
  while (end < bytes.size() && kRunSet.contains(bytes[end])) ++end;
  return end;
}

}  // namespace aegis
