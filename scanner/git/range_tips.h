// What the tips and exclusions of a range lead to.
#pragma once

#include <string>
#include <vector>

#include "scanner/git/commit_walk.h"
#include "scanner/git/object_store.h"
#include "scanner/git/oid.h"
#include "scanner/git/revision_set.h"
#include "scanner/git/shallow.h"

namespace aegis::git {

struct RangeTips {
  std::vector<Oid> commits;
  std::vector<Oid> tags;  // annotated ones, in the order in which they lead to one another
  std::vector<Tip> trees;
  std::vector<Tip> blobs;
  std::vector<Oid> excluded;         // commits
  std::vector<OidError> unreadable;  // asked for, and not to be read or understood

  bool is_empty() const {
    return commits.empty() && tags.empty() && trees.empty() && blobs.empty();
  }
};

// Follows tags. Nothing that is excluded, or that an excluded tag leads to, is a tip. An exclusion
// that cannot be read leaves nothing out.
RangeTips peel_tips(const RevisionSet& set, ObjectReader& reader, HashKind kind);

}  // namespace aegis::git
