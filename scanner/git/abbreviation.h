// Objects by the first digits of their names.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "scanner/git/object_store.h"
#include "scanner/git/oid.h"

namespace aegis::git {

inline constexpr size_t kLeastDigits = 4;  // as in git: fewer name too much

// The objects, packed and loose, whose names begin with `digits`, sorted; at most a hundred of
// them. None where `digits` are too few, too many, or not hexadecimal.
std::vector<Oid> find_abbreviated(const ObjectStore& store, std::string_view digits);

}  // namespace aegis::git
