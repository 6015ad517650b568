#include "scanner/git/walk_plan.h"

#include <algorithm>
#include <tuple>

namespace aegis::git {

namespace {

constexpr uint64_t kEntryWeight = 256;  // bytes that cost as much as an entry does by itself
constexpr uint64_t kLooseWeight = 16 << 10;
constexpr uint32_t kLooseRun = 64;  // objects a task
constexpr uint64_t kPartsOfAThread = 16;
constexpr uint64_t kLeastPart = 1 << 20;
// What is lighter is walked in the order of the pack, where it lies together.
constexpr uint64_t kLight = 64 << 10;
constexpr uint64_t kLightTask = 256 << 10;

}  // namespace

WalkPlan::WalkPlan(const ObjectCatalog& catalog, const WalkOptions& options, size_t threads)
    : catalog_(catalog), wanted_(options.wanted) {
  const auto count = static_cast<uint32_t>(catalog.packs());
  weights_.resize(count);
  cuts_.resize(count);
  uint64_t total = 0;
  for (uint32_t forest = 0; forest < count; ++forest) {
    if (catalog.forest(forest) == nullptr) continue;
    weigh(forest, options.types);
    for (const uint32_t slot : catalog.forest(forest)->bases_first()) {
      if (catalog.forest(forest)->base(slot) != kNoSlot) break;  // the roots come first
      total += weights_[forest][slot];
    }
  }
  const uint64_t most =
      threads < 2 ? UINT64_MAX : std::max(total / (threads * kPartsOfAThread), kLeastPart);
  for (uint32_t forest = 0; forest < count; ++forest) {
    if (catalog.forest(forest) != nullptr) cut(forest, most);
  }
  std::sort(tasks_.begin(), tasks_.end(), [](const WalkTask& a, const WalkTask& b) {
    return std::tuple(~a.weight, a.forest, a.begin) < std::tuple(~b.weight, b.forest, b.begin);
  });
  for (uint32_t forest = 0; forest < count; ++forest) {
    if (catalog.forest(forest) != nullptr) add_light(forest);
  }
  add_loose();
}

void WalkPlan::weigh(uint32_t number, unsigned types) {
  const DeltaForest& forest = *catalog_.forest(number);
  const ObjectNumber first = catalog_.first_number_of(number);
  std::vector<uint64_t>& weights = weights_[number];
  weights.assign(forest.size(), 0);
  const auto& slots = forest.bases_first();
  for (auto slot = slots.rbegin(); slot != slots.rend(); ++slot) {
    if ((types >> static_cast<unsigned>(*forest.type(*slot)) & 1) == 0) continue;
    uint64_t& weight = weights[*slot];
    if (weight == 0 && !is_wanted(first + forest.position(*slot))) continue;
    weight += forest.packed_size(*slot) + kEntryWeight;
    if (forest.base(*slot) != kNoSlot) weights[forest.base(*slot)] += weight;
  }
}

// A branch that is no heavier than `most`, on one that is, becomes a task. To begin it costs some
// objects of its chain a second time, so small ones stay where they hang.
void WalkPlan::cut(uint32_t number, uint64_t most) {
  const DeltaForest& forest = *catalog_.forest(number);
  const std::vector<uint64_t>& weights = weights_[number];
  for (const uint32_t slot : forest.bases_first()) {
    const uint64_t weight = weights[slot];
    if (weight == 0) continue;
    const uint32_t base = forest.base(slot);
    if (base != kNoSlot) {
      if (weights[base] <= most || weight > most || weight < most / 8) continue;
      if (cuts_[number].empty()) cuts_[number].resize(forest.size());
      cuts_[number][slot] = true;
    } else if (weight < kLight) {
      continue;
    }
    const auto at = static_cast<uint32_t>(tops_.size());
    tops_.push_back(slot);
    tasks_.push_back({number, at, at + 1, weight});
  }
}

void WalkPlan::add_light(uint32_t number) {
  const DeltaForest& forest = *catalog_.forest(number);
  WalkTask task{number, static_cast<uint32_t>(tops_.size()), 0, 0};
  const auto finish = [&] {
    task.end = static_cast<uint32_t>(tops_.size());
    if (task.end != task.begin) tasks_.push_back(task);
    task.begin = task.end;
    task.weight = 0;
  };
  for (const uint32_t slot : forest.bases_first()) {
    if (forest.base(slot) != kNoSlot) break;  // the roots come first, in the order of the pack
    const uint64_t weight = weights_[number][slot];
    if (weight == 0 || weight >= kLight) continue;
    tops_.push_back(slot);
    task.weight += weight;
    if (task.weight >= kLightTask) finish();
  }
  finish();
}

void WalkPlan::add_loose() {
  const auto count = static_cast<uint32_t>(catalog_.loose().size());
  for (uint32_t begin = 0; begin < count; begin += kLooseRun) {
    const uint32_t end = std::min(count, begin + kLooseRun);
    tasks_.push_back({WalkTask::kLoose, begin, end, (end - begin) * kLooseWeight});
  }
}

}  // namespace aegis::git
