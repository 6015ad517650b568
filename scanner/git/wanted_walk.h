// A walk over some objects of a store.
#pragma once

#include <span>
#include <vector>

#include "scanner/git/object_walk.h"

namespace aegis::git {

// Visits each of `numbers`, which are sorted, and nothing else, copies that are not an object's
// first as well. The result is that of walk_objects with these alone wanted, but for the order of
// failures. Of a pack that holds only a few of them each is read by itself; the entries of other
// packs are read into `catalog` where they have not been. `options.wanted` is not looked at.
WalkResult walk_some(const ObjectStore& store, ObjectCatalog& catalog,
                     std::span<const ObjectNumber> numbers, WalkOptions options,
                     std::span<ObjectVisitor* const> visitors);

}  // namespace aegis::git
