// Where the history of a shallow clone was cut: commits whose parents were not fetched.
#pragma once

#include <unordered_set>

#include "scanner/base/result.h"
#include "scanner/git/oid.h"
#include "scanner/git/repository.h"

namespace aegis::git {

using OidSet = std::unordered_set<Oid, OidHash>;

// Empty where the clone is whole. An error: the file that says so cannot be understood.
Result<OidSet> read_shallow(const Repository& repository);

}  // namespace aegis::git
