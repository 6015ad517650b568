// The index: what the next commit will hold.
//
// Reads versions 2, 3 and 4 with either hash, split indexes (the shared half included) and sparse
// ones. The file's own checksum is not verified, as git does not when it commits: what is read here
// is what will be committed. Entries out of order, an unknown extension that may not be ignored,
// and anything cut short are errors. No file at all is an empty index, as in git.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/cache_tree.h"
#include "scanner/git/index_file.h"
#include "scanner/git/mapped_file.h"
#include "scanner/git/repository.h"

namespace aegis::git {

// Immutable; threads may share it. Paths live as long as the Index, also when it is moved.
class Index {
 public:
  // The index of `repository`. An error names the file and the remedy.
  static Result<Index> read(const Repository& repository);

  // Sorted by the bytes of their paths, then by stage; no two are equal in both.
  const std::vector<IndexEntry>& entries() const { return entries_; }
  // Empty unless the file has one that is sound.
  const CacheTree& cache_tree() const { return cache_tree_; }

 private:
  Result<void> read_files(const Repository& repository);
  Result<IndexFile> read_file(const std::string& path, HashKind kind);

  std::vector<IndexEntry> entries_;
  CacheTree cache_tree_;
  // What the paths point into.
  std::vector<MappedFile> files_;
  PathStorage path_storage_;
};

}  // namespace aegis::git
