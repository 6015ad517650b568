// A delta: an object told as copies from another object and bytes put between them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/base/result.h"

namespace aegis::git {

// What `delta` makes of `base`. The whole of it is checked, and its result found to be no longer
// than `limit`, before memory is taken for the result. Errors are of kind kUnreadable.
Result<std::string> apply_delta(std::string_view base, std::string_view delta, uint64_t limit);

}  // namespace aegis::git
