// The index, or the tree of a commit, beside the trees of its parents: what is new, what is gone.
//
// Folders that are known to be unchanged are not looked into. Memory and time are bounded by
// the index, the distinct trees and a hundred thousand entries of trees that stand in several
// places, whatever shape those are built in; nothing recurses.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/index.h"
#include "scanner/git/object_store.h"
#include "scanner/git/oid.h"

namespace aegis::git {

// As in git. What lies deeper is reported as skipped.
inline constexpr size_t kMaxTreeDepth = 2048;

struct NewBlob {
  std::string path;
  Oid oid;
  std::vector<Oid> earlier;  // what the parents have there instead, no name twice; may be empty
  bool is_new_file = false;  // no parent has the path
};

struct PathOid {
  std::string path;
  Oid oid;
};

struct PathError {
  std::string path;
  Error error;
};

struct Comparison {
  std::vector<NewBlob> new_blobs;        // sorted by path
  std::vector<PathOid> deleted_blobs;    // in the first parent, not in the new side: unsorted
  std::vector<PathOid> deleted_folders;  // the same; what is in them is not listed
  std::vector<PathError> skipped;        // sorted by path: conflicts, and what could not be read
};

// `parents` are trees, the first that of HEAD; none on an unborn branch. A blob is new if no parent
// has it at its path. An error: the tree of a parent cannot be read. One of a folder in it goes to
// `skipped`, and the folder counts as empty in that parent.
Result<Comparison> compare(const Index& index, const std::vector<Oid>& parents, HashKind kind,
                           ObjectReader& reader);

// The same of a commit that is made already. What cannot be read, the roots of the parents too,
// goes to `skipped`; the path of a root is empty.
Comparison compare(const Oid& tree, const std::vector<Oid>& parents, HashKind kind,
                   ObjectReader& reader);

}  // namespace aegis::git
