// The index's memory of trees: which folders are unchanged since a tree was last written or read.
//
// Git trusts it when it commits: a folder that is valid here is committed as the tree named here,
// without a look at the entries. So it may be trusted to say that a folder is unchanged.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/git/oid.h"

namespace aegis::git {

// Immutable. Names point into the bytes it was parsed from.
class CacheTree {
 public:
  struct Folder {
    std::string_view name;     // the last part of its path; empty for the root
    bool is_valid = false;     // if not, the next two say nothing
    uint32_t entry_count = 0;  // of index entries below it
    Oid tree;
    uint32_t end = 0;  // the place behind its last descendant
  };

  // What the index's TREE extension says; empty if it is malformed, for nothing is lost but speed.
  static CacheTree parse(std::string_view extension, HashKind kind);

  // In depth-first order, parents before children: the root, if there is one, is at place 0.
  const std::vector<Folder>& folders() const { return folders_; }

  // Names and places of the folders right below that at `place`, sorted by name.
  std::vector<std::pair<std::string_view, uint32_t>> children(uint32_t place) const;

 private:
  std::vector<Folder> folders_;
};

}  // namespace aegis::git
