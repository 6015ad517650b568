// Finds runs: stretches of token characters that are long enough to be a secret's value.
//
// A run is a maximal stretch of kRunSet (letters, digits, `_ + - /`) of at least kMinRun
// characters. It is mixed, and so a value rather than a name, when it holds both a digit and a
// letter, or changes case at two in five of its characters. Rules that need a name beside their
// value are driven by mixed runs, and tokens with a prefix by all: a thousand rules cost what one
// costs.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/detect/kind_map.h"

namespace aegis {

struct Run {
  uint32_t begin = 0;
  uint32_t end = 0;
  bool mixed = false;

  size_t size() const { return end - begin; }
};

// Appends the runs that begin at `begin` or after it, in order. REQUIRES: map.begin() <= begin <=
// map.end(), and no run stands over either of the last two. The text is fewer than 4 GiB.
void find_runs(const KindMap& map, size_t begin, std::vector<Run>& out, Simd simd = widest_simd());

// Where a piece of `bytes` that begins at `begin` may end: some 64 KiB on, and not within a run. A
// text is read a piece at a time so that what one stage has read is near when the next one reads
// it. REQUIRES: begin < bytes.size().
size_t end_of_piece(std::string_view bytes, size_t begin);

// Whether the characters of [begin, end), of one run, are mixed enough.
bool is_mixed(const KindMap& map, size_t begin, size_t end);

}  // namespace aegis
