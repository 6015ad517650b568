// The commits that are reachable from some and not from others.
//
// Exact as `git rev-list` with dates that can be believed, and more exact than it with those that
// cannot: a commit that is left out is reachable from an exclusion, always. One that is given
// although it is reachable is possible only where the dates of hundreds of commits lie. Replace
// refs and grafts are not heeded: what is stored is walked. Nothing recurses, and a store in which
// commits are their own ancestors, which an honest one cannot hold, does not hang it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object_store.h"
#include "scanner/git/oid.h"
#include "scanner/git/shallow.h"

namespace aegis::git {

struct WalkedCommit {
  Oid oid;
  Oid tree;
  std::vector<Oid> parent_trees;  // of those parents that can be read, in order
  bool is_cut = false;            // a shallow clone has its parents not: it counts as a root
};

struct OidError {
  Oid oid;
  Error error;
};

struct CommitWalk {
  std::vector<WalkedCommit> commits;  // parents before children, then older before newer
  std::vector<OidError> unreadable;   // reachable, not excluded, and not to be read or understood
  // Parents of `commits` that are excluded and cannot be read. All that such a commit has counts as
  // new beside the parent, and what lies behind the parent is not known to be excluded.
  std::vector<OidError> unreadable_excluded;
};

// `tips` and `excluded` are commits. One that is named in both is excluded.
CommitWalk walk_commits(const std::vector<Oid>& tips, const std::vector<Oid>& excluded,
                        const OidSet& shallow, ObjectReader& reader, HashKind kind);

// Whether the two have an ancestor in common, themselves included.
bool have_common_ancestor(const Oid& a, const Oid& b, const OidSet& shallow, ObjectReader& reader,
                          HashKind kind);

}  // namespace aegis::git
