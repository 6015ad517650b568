// The branch of a remote that a local branch follows.
#pragma once

#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/git/repository.h"

namespace aegis::git {

// The full name of the remote-tracking ref of `branch` ("main"), as branch.<name>.remote,
// branch.<name>.merge and remote.<name>.fetch say. An error: it has none.
Result<std::string> upstream_of(const Repository& repository, std::string_view branch);

}  // namespace aegis::git
