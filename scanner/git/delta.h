// A delta: an object told as copies from another object and bytes put between them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace aegis::git {

// A stretch of a result that does not stand so in the base: bytes put in, or, when it is empty, a
// seam, where two bytes meet that were apart, or one stands at an end of the result but not of the
// base.
struct ChangedRange {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t base_end = 0;  // what follows the range follows this place of the base
};

// A delta that was checked as a whole. Points into the bytes it was made from.
class Delta {
 public:
  // An error: it is damaged, is not for a base of that size, or makes more than `limit` bytes.
  static Result<Delta> parse(std::string_view delta, uint64_t base_size, uint64_t limit);

  uint64_t size() const { return size_; }  // of the result

  // Writes the result, size() bytes, to `out`, and to `changes` its changed ranges in order; those
  // that touch are one. REQUIRES: `base` has the size given to parse(); size() is below 4 GiB.
  void apply(std::string_view base, char* out, std::vector<ChangedRange>& changes) const;

 private:
  std::string_view steps_;
  uint64_t size_ = 0;
};

// What `delta` makes of `base`. The whole of it is checked, and its result found to be no longer
// than `limit`, before memory is taken for the result. Errors are of kind kUnreadable.
Result<std::string> apply_delta(std::string_view base, std::string_view delta, uint64_t limit);

}  // namespace aegis::git
