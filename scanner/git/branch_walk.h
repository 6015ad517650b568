// One thread's share of a walk over all objects.
#pragma once

#include <cstdint>
#include <vector>

#include "scanner/git/body_pool.h"
#include "scanner/git/object_walk.h"
#include "scanner/git/walk_plan.h"

namespace aegis::git {

// Not to be shared between threads. REQUIRES: what it is made from outlives it.
class BranchWalk {
 public:
  BranchWalk(const ObjectStore& store, const ObjectCatalog& catalog, const WalkPlan& plan,
             const WalkOptions& options, ObjectVisitor& visitor)
      : store_(store), catalog_(catalog), plan_(plan), options_(options), visitor_(visitor) {}

  void walk(const WalkTask& task);

  // What went well, and, unsorted, what failed where it was first found.
  WalkResult& result() { return result_; }

 private:
  // An object with branches still to be walked.
  struct Frame {
    uint32_t slot = 0;
    Body body;  // without memory: dropped, to be built anew
    bool visited = false;
    VisitTag tag = 0;
    uint32_t next_child = kNoSlot;  // needed, and not the heaviest
    uint32_t heaviest = kNoSlot;
  };

  void walk_branch(const WalkTask& task);
  bool begin_branch(uint32_t slot);
  void walk_child(uint32_t child, Frame& base, bool is_last);
  void enter(uint32_t slot, Body body, VisitedObject object);
  void visit_root(uint32_t slot);
  void stream(uint32_t slot, const PackEntry& entry, std::string_view compressed);

  Result<Body> whole_object(const PackEntry& entry, uint32_t slot);
  Result<Body> build(uint32_t slot, std::string_view base);
  Result<Body> built_anew(uint32_t slot);
  std::string_view compressed_data(const PackEntry& entry, uint32_t slot) const;

  uint32_t next_needed(uint32_t slot, uint32_t heaviest) const;
  uint32_t take_child(Frame& frame) const;
  void drop_bases();
  void fail_branch(uint32_t top, const Error& error);
  void walk_loose(ObjectNumber index);

  bool is_wanted(uint32_t slot) const { return plan_.is_wanted(first_ + forest_->position(slot)); }

  const ObjectStore& store_;
  const ObjectCatalog& catalog_;
  const WalkPlan& plan_;
  const WalkOptions& options_;
  ObjectVisitor& visitor_;

  // Of the present task.
  uint32_t forest_number_ = 0;
  const DeltaForest* forest_ = nullptr;
  ObjectNumber first_ = 0;
  std::vector<Frame> stack_;
  uint64_t kept_ = 0;  // bytes in the bodies of the stack

  BodyPool pool_;
  Inflater inflater_;
  BaseCache bases_;
  std::vector<ChangedRange> changes_;
  WalkResult result_;
};

}  // namespace aegis::git
