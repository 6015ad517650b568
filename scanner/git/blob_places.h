// At which paths blobs stand, and since which commit.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "scanner/git/commit_table.h"
#include "scanner/git/leading_trees.h"

namespace aegis::git {

inline constexpr uint32_t kNoCommit = UINT32_MAX;

struct BlobPlace {
  ObjectNumber blob = 0;
  std::string path;
  uint32_t commit = kNoCommit;  // the first that has it there, in the order of the table; or none
};

// By commit, the index of its tree; kNoTree where that is missing or leads to nothing. All at once:
// they are far apart in memory, and none waits for another one.
std::vector<uint32_t> tops_of(const LeadingTrees& trees, const CommitTable& commits);

// Used once, by one thread. REQUIRES: what it is made from outlives it.
class BlobPlaces {
 public:
  // REQUIRES: `commits` is sorted.
  BlobPlaces(const LeadingTrees& trees, const CommitTable& commits)
      : trees_(trees), commits_(commits) {}

  // Every path of every blob asked about. In a promised order.
  // - Where `counts` is null: those of all commits, each with the first such commit, and those in
  //   trees that no commit has.
  // - Else: those of the commits for which it is true, and of `trees`.
  std::vector<BlobPlace> all(const std::vector<bool>* counts,
                             const std::vector<ObjectNumber>& trees);

  // Whether all() had to stop: a few trees can be nested to stand at more paths than there are
  // atoms, or at paths longer than all memory.
  bool is_cut_short() const { return cut_short_; }

 private:
  static constexpr uint32_t kNoPath = UINT32_MAX;

  struct Step {
    uint32_t tree;
    uint32_t path;
    uint32_t depth;
  };
  struct PathPart {
    uint32_t parent;
    uint32_t name;
    bool operator==(const PathPart&) const = default;
  };
  // Things that each stand at one path, nearly all of them.
  struct Seen {
    std::vector<uint32_t> first_paths;    // by index
    std::unordered_set<uint64_t> others;  // index and path

    bool add(uint32_t index, uint32_t path);
  };

  void walk(uint32_t tree, uint32_t commit);
  bool may_enter(const Step& step);
  bool may_add_blob(uint32_t blob, uint32_t path);
  uint32_t path_of(PathPart part, uint32_t likely);
  std::string text_of(uint32_t path) const;

  const LeadingTrees& trees_;
  const CommitTable& commits_;
  std::vector<PathPart> paths_{{0, 0}};  // the first is the top
  std::unordered_map<uint64_t, uint32_t> path_numbers_;
  Seen seen_trees_;
  Seen seen_blobs_;
  std::vector<uint32_t> sizes_{0};  // by path: of its text, a slash at its end included
  std::vector<uint32_t> visits_;    // by tree
  std::vector<uint32_t> paths_of_;  // by blob: how many
  uint64_t looks_ = 0;              // at links
  uint64_t text_bytes_ = 0;         // of all places
  std::vector<BlobPlace> places_;
  std::vector<Step> todo_;  // scratch
  bool cut_short_ = false;
};

}  // namespace aegis::git
