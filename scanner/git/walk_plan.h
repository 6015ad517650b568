// How a walk over all objects is cut into tasks.
#pragma once

#include <cstdint>
#include <vector>

#include "scanner/git/object_catalog.h"
#include "scanner/git/object_walk.h"

namespace aegis::git {

// Branches of a pack's delta forest, or a run of loose objects.
struct WalkTask {
  static constexpr uint32_t kLoose = UINT32_MAX;

  uint32_t forest = kLoose;
  uint32_t begin = 0;  // the first of its branches in WalkPlan::tops(); or of loose objects
  uint32_t end = 0;    // behind the last
  uint64_t weight = 0;
};

// Immutable; threads share it.
class WalkPlan {
 public:
  WalkPlan(const ObjectCatalog& catalog, const WalkOptions& options, size_t threads);

  // Heavy branches, the heaviest first, each a task of its own; then the light ones, many a task.
  const std::vector<WalkTask>& tasks() const { return tasks_; }
  // The slots at the tops of the branches.
  const std::vector<uint32_t>& tops() const { return tops_; }

  // Whether the object, or one that is built upon it, is to be visited.
  bool is_needed(uint32_t forest, uint32_t slot) const { return weights_[forest][slot] != 0; }
  uint64_t weight(uint32_t forest, uint32_t slot) const { return weights_[forest][slot]; }
  // Whether the branch is a task of its own, though it hangs on another one.
  bool is_cut(uint32_t forest, uint32_t slot) const {
    return !cuts_[forest].empty() && cuts_[forest][slot];
  }
  bool is_wanted(ObjectNumber number) const {
    return wanted_ == nullptr ? catalog_.is_first(number) : (*wanted_)[number];
  }

 private:
  void weigh(uint32_t forest, unsigned types);
  void cut(uint32_t forest, uint64_t most);
  void add_light(uint32_t forest);
  void add_loose();

  const ObjectCatalog& catalog_;
  const std::vector<bool>* wanted_;
  std::vector<std::vector<uint64_t>> weights_;  // by forest and slot; 0: not needed
  std::vector<std::vector<bool>> cuts_;         // likewise; empty: none
  std::vector<WalkTask> tasks_;
  std::vector<uint32_t> tops_;
};

}  // namespace aegis::git
