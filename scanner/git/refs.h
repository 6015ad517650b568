// What HEAD and the other refs name.
//
// Refs are files, or lines of packed-refs; a file wins. Nothing here recurses, and a ref file that
// is a FIFO, a device or too long is an error, never a wait. These functions read the disk at each
// call; any thread may call them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/oid.h"
#include "scanner/git/repository.h"

namespace aegis::git {

// The object that `name` ("HEAD", "refs/heads/main") stands for, through at most five symbolic
// refs. Nothing if the ref, or the one it points to, does not exist: for HEAD that is an unborn
// branch. A ref that exists and cannot be understood is an error.
Result<std::optional<Oid>> resolve_ref(const Repository& repository, std::string_view name);

// resolve_ref("HEAD"), but HEAD itself must exist.
Result<std::optional<Oid>> head_commit(const Repository& repository);

// Whether git would let a ref have that name, or a folder of refs; what is not may lead out of the
// repository, or is a revision.
bool may_be_ref(std::string_view name);

// The folder below which the file of a ref, and logs/ with its log, stands: the worktree's own for
// HEAD and bisect, the common one for all others.
const std::string& folder_of_ref(const Repository& repository, std::string_view name);

// The commits being merged into HEAD; empty outside a merge.
Result<std::vector<Oid>> merge_heads(const Repository& repository);

}  // namespace aegis::git
