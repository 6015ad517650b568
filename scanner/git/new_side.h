// The folders of the commit to be, as the index tells them: what stands in each, one level at a
// time.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "scanner/git/index.h"
#include "scanner/git/oid.h"
#include "scanner/git/tree.h"

namespace aegis::git {

// A folder is a run of index entries or, where the index is sparse, a tree and all below it.
struct NewFolder {
  static constexpr uint32_t kNotCached = UINT32_MAX;

  size_t begin = 0;  // of the run, if it is one
  size_t end = 0;
  uint32_t cache_place = kNotCached;  // of the run in the cache tree
  std::optional<Oid> tree;            // if it is no run
};

struct NewItem {
  std::string_view name;  // points into the index or the tree
  EntryKind kind = EntryKind::kContent;
  std::optional<Oid> oid;       // always known but for a folder that has changed
  bool is_conflict = false;     // one of several of the same name, then
  bool is_nothing_yet = false;  // intent to add
  NewFolder folder;             // if it is one
};

// Immutable. The index must outlive it and the items.
class NewSide {
 public:
  explicit NewSide(const Index& index) : entries_(index.entries()), cache_(index.cache_tree()) {}

  NewFolder root() const;

  // The tree that git will write for the folder, if that is known without looking into it.
  std::optional<Oid> known_tree(const NewFolder& folder) const;

  // What stands in a run whose paths all begin with the same `prefix_size` bytes.
  std::vector<NewItem> items_of_run(const NewFolder& run, size_t prefix_size) const;

  static std::vector<NewItem> items_of_tree(const Tree& tree);

 private:
  size_t end_of_subfolder(size_t begin, const NewFolder& run, size_t prefix_size) const;

  const std::vector<IndexEntry>& entries_;
  const CacheTree& cache_;
};

}  // namespace aegis::git
