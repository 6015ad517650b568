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

namespace aegis {

struct Run {
  uint32_t begin = 0;
  uint32_t end = 0;
  bool mixed = false;

  size_t size() const { return end - begin; }
};

// Appends the runs of `bytes`, in order. REQUIRES: bytes are fewer than 4 GiB. Uses the widest
// vector instructions that the processor has; the answer is the same with any.
void find_runs(std::string_view bytes, std::vector<Run>& out);

// The same without vector instructions; the reference in tests.
void find_runs_plainly(std::string_view bytes, std::vector<Run>& out);

// Whether the characters of a run are mixed enough.
bool is_mixed(std::string_view run);

}  // namespace aegis
