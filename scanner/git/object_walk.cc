#include "scanner/git/object_walk.h"

#include <algorithm>
#include <atomic>
#include <tuple>
#include <utility>

#include "scanner/base/threads.h"
#include "scanner/git/branch_walk.h"
#include "scanner/git/walk_plan.h"

namespace aegis::git {

namespace {

// What no walk can reach, because it hangs on nothing.
void add_broken(const ObjectCatalog& catalog, const WalkPlan& plan, WalkResult& result) {
  for (size_t i = 0; i < catalog.packs(); ++i) {
    if (catalog.forest(i) == nullptr) continue;
    const DeltaForest& forest = *catalog.forest(i);
    const ObjectNumber first = catalog.first_number_of(i);
    const auto add = [&](uint32_t position, const char* why) {
      if (!plan.is_wanted(first + position)) return;
      result.failures.push_back({first + position, catalog.oid(first + position),
                                 unreadable(forest.pack().stem() + ".pack: " + why)});
    };
    for (const uint32_t slot : forest.broken()) {
      add(forest.position(slot),
          "its entry is damaged, or the base of its delta is, or is missing");
    }
    for (const uint32_t position : forest.unplaced())
      add(position, "the index has no offset for it");
  }
}

// What failed in one place is taken from another, where there is one. A loose object that is gone
// may have been packed meanwhile.
void retry(const ObjectStore& store, const ObjectCatalog& catalog, const WalkOptions& options,
           ObjectVisitor& visitor, WalkResult& result) {
  ObjectReader reader(store);
  std::erase_if(result.failures, [&](const WalkFailure& failure) {
    if (failure.was_visited) return false;
    const auto number = catalog.find(failure.oid);
    if (!number) return false;  // an index whose names are out of order
    const bool is_loose = *number >= catalog.first_loose_number();
    if (!is_loose && !catalog.has_repeats(failure.oid)) return false;
    const auto object = reader.read(failure.oid);
    if (!object) return false;
    if ((options.types >> static_cast<unsigned>(object->type) & 1) == 0) return true;
    // Of a copy that is not the first, another one is or was visited.
    if (!catalog.is_first(failure.number)) return true;
    visitor.visit(VisitedObject::whole(object->type, *number, object->bytes));
    result.add(catalog, *number, object->bytes.size());
    return true;
  });
}

void walk_tasks(const WalkPlan& plan, std::vector<BranchWalk>& shares) {
  std::atomic<size_t> next{0};
  run_in_threads(std::min(shares.size(), std::max<size_t>(plan.tasks().size(), 1)), [&](size_t i) {
    for (size_t task = next++; task < plan.tasks().size(); task = next++) {
      shares[i].walk(plan.tasks()[task]);
    }
  });
}

}  // namespace

WalkResult walk_objects(const ObjectStore& store, const ObjectCatalog& catalog,
                        const WalkOptions& options, std::span<ObjectVisitor* const> visitors) {
  const WalkPlan plan(catalog, options, visitors.size());
  std::vector<BranchWalk> shares;
  shares.reserve(visitors.size());
  for (ObjectVisitor* visitor : visitors) {
    shares.emplace_back(store, catalog, plan, options, *visitor);
  }
  walk_tasks(plan, shares);
  WalkResult result;
  for (BranchWalk& share : shares) {
    WalkResult& part = share.result();
    std::move(part.failures.begin(), part.failures.end(), std::back_inserter(result.failures));
    result.objects += part.objects;
    result.bytes += part.bytes;
  }
  add_broken(catalog, plan, result);
  retry(store, catalog, options, *visitors.front(), result);
  std::sort(result.failures.begin(), result.failures.end(),
            [](const WalkFailure& a, const WalkFailure& b) {
              return std::tie(a.oid, a.error.message()) < std::tie(b.oid, b.error.message());
            });
  return result;
}

}  // namespace aegis::git
