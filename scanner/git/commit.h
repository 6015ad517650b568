// A commit's first lines: its tree and its parents.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/oid.h"

namespace aegis::git {

struct CommitLinks {
  Oid tree;
  std::vector<Oid> parents;
};

// Looks at nothing behind the "tree" and "parent" lines: author, date and message may be missing or
// malformed in any way.
Result<CommitLinks> parse_commit(std::string_view bytes, HashKind kind);

}  // namespace aegis::git
