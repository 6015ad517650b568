// One index file: its entries and extensions as they are written, before a split index is put
// together.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/oid.h"

namespace aegis::git {

struct IndexEntry {
  std::string_view path;  // relative to the work tree's top; of a sparse folder it ends in '/'
  Oid oid;
  uint32_t mode = 0;
  uint8_t stage = 0;  // 1 to 3: a side of a conflict
  bool intent_to_add = false;
  bool skip_worktree = false;

  // Stands for all that the tree `oid` holds, below a folder that is not checked out.
  bool is_sparse_folder() const { return (mode & 0170000) == 0040000; }
};

// Paths that the file does not spell out. They stay where they are, also when this is moved.
class PathStorage {
 public:
  // Keeps `head` and `tail` as one path. Nothing if that would be too long, or all of them
  // together.
  std::optional<std::string_view> keep(std::string_view head, std::string_view tail);

 private:
  std::deque<std::string> blocks_;  // none of which outgrows what was reserved for it
  uint64_t size_ = 0;
};

struct IndexFile {
  std::vector<IndexEntry> entries;             // in the order of the file
  std::optional<std::string_view> split_link;  // the extension "link", if there is one
  std::string_view cache_tree;                 // the extension "TREE", or empty
};

// Reads versions 2 to 4. The result points into `bytes` and `storage`. An error, of kind
// kUnreadable, says what is wrong and does not name the file.
Result<IndexFile> parse_index_file(std::string_view bytes, HashKind kind, PathStorage& storage);

}  // namespace aegis::git
