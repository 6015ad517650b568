// All refs, and all else in a repository that remembers the name of an object.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/oid.h"
#include "scanner/git/repository.h"

namespace aegis::git {

struct Ref {
  std::string name;           // full: "refs/tags/v1.0"; any bytes
  Oid oid;                    // may be of any type, and may be missing from the store
  std::optional<Oid> peeled;  // what an annotated tag leads to, where packed-refs says so
};

struct RefList {
  std::vector<Ref> refs;        // sorted by name
  std::vector<Error> problems;  // refs that cannot be understood; each names its file
};

// The refs below `folder`, such as "refs" or "refs/remotes/origin", and the one of that very name:
// the files and the lines of packed-refs; a file wins. Symbolic refs are followed; one that leads
// nowhere, as that of a remote's deleted branch, is no ref. Those of a linked worktree (bisect) are
// listed in that worktree. Nothing is hidden: replace refs, notes and the stash are refs.
RefList list_refs(const Repository& repository, std::string_view folder);

// All refs; HEAD, FETCH_HEAD, ORIG_HEAD, MERGE_HEAD and their like, of this and all worktrees; and
// what each entry of each reflog names, also of refs that are gone: "refs/heads/gone@{3}", counted
// as git does. The order is by name; a name may stand there more than once.
RefList list_all_names(const Repository& repository);

}  // namespace aegis::git
