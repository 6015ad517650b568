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
  // An object and the branches on it that are still to be walked.
  struct Frame {
    uint32_t slot = 0;
    Body body;  // without memory: dropped, to be built anew
    bool visited = false;
    VisitTag tag = 0;
    uint32_t next_child = kNoSlot;  // needed, and not the heaviest
    uint32_t heaviest = kNoSlot;

    bool has_branches() const { return heaviest != kNoSlot; }
  };

  void walk_branch(uint32_t top);
  void begin_branch(uint32_t top);
  void begin_family(uint32_t root);
  void walk_child(uint32_t child);
  Result<Frame> make_child(const Frame& base, uint32_t child);
  void visit(Frame& frame, VisitedObject& object);
  void visit_whole(Frame frame);
  void push(Frame frame);
  void check(uint32_t slot);
  void stream(uint32_t slot, const PackEntry& entry, std::string_view compressed);

  Frame frame_of(uint32_t slot, Body body) const;
  Result<Body> memory_for(uint64_t size);
  Result<Body> inflated(const PackEntry& entry, uint32_t slot);
  Result<Body> read_delta(uint32_t slot, std::string_view base);
  Result<Body> built_anew(uint32_t slot);
  std::string_view compressed_data(const PackEntry& entry, uint32_t slot) const;

  uint32_t next_needed(uint32_t slot, uint32_t heaviest) const;
  uint32_t take_child(Frame& frame) const;
  void expect(uint32_t slot) const;
  void drop_bases();
  void fail_branch(uint32_t top, const Error& error);
  void walk_loose(ObjectNumber index);

  ObjectNumber number_of(uint32_t slot) const { return first_ + forest_->position(slot); }
  bool is_wanted(uint32_t slot) const { return plan_.is_wanted(number_of(slot)); }

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
  Delta delta_;
  WalkResult result_;
};

}  // namespace aegis::git
