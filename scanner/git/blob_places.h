// At which paths blobs stand, and since which commit.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "scanner/git/commit_table.h"
#include "scanner/git/tree_links.h"

namespace aegis::git {

inline constexpr uint32_t kNoCommit = UINT32_MAX;

struct BlobPlace {
  ObjectNumber blob = 0;
  std::string path;
  uint32_t commit = kNoCommit;  // the first that has it there, in the order of the table; or none
};

// What the passes over trees have found, put together. Immutable once made.
class BlobPlaces {
 public:
  // REQUIRES: `commits` is sorted.
  BlobPlaces(const ObjectCatalog& catalog, const CommitTable& commits,
             const std::vector<TreeLinks>& passes);

  // Every path of every blob asked about: those of the commits for which `counts` is true (null:
  // all), each with the first such commit; and, where `counts` is null, those in trees that no
  // commit has. In a promised order.
  std::vector<BlobPlace> all(const std::vector<bool>* counts);

  // Whether all() had to stop: a few trees can be nested to stand at more paths than there are
  // atoms.
  bool is_cut_short() const { return cut_short_; }

  // Calls `visit` once for each blob asked about that stands somewhere below `tree`.
  void for_each_blob(ObjectNumber tree, const std::function<void(ObjectNumber)>& visit) const;

 private:
  struct Step {
    uint32_t tree;  // index
    uint32_t path;
    uint32_t depth;
  };
  struct PathPart {
    uint32_t parent;
    uint32_t name;
  };

  uint32_t index_of(ObjectNumber tree) const;
  void find_leads();
  std::span<const TreeLink> links(uint32_t tree) const;
  void walk(uint32_t tree, uint32_t commit, std::vector<BlobPlace>& out);
  uint32_t path_of(uint32_t parent, uint32_t name);
  std::string text_of(uint32_t path) const;

  const CommitTable& commits_;
  std::vector<uint32_t> indexes_;         // by object number: of a tree
  std::vector<TreeLinks::TreeOf> trees_;  // by index
  std::vector<TreeLink> links_;           // of all trees
  std::vector<std::string> names_;
  std::vector<bool> leads_;              // by index: to a blob asked about
  std::vector<PathPart> paths_{{0, 0}};  // the first is the top
  std::unordered_map<uint64_t, uint32_t> path_numbers_;
  std::unordered_set<uint64_t> seen_trees_;  // each with its path, as are the next
  std::unordered_set<uint64_t> seen_blobs_;
  std::vector<uint32_t> visits_;  // by tree index
  bool cut_short_ = false;
};

}  // namespace aegis::git
