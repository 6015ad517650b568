#include "scanner/git/commit_walk.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <tuple>
#include <utility>

#include "scanner/git/commit_graph.h"

namespace aegis::git {

namespace {

using Number = CommitGraph::Number;

// How far the walk goes on when all that is left to look at is excluded and older than everything
// found: until this many commits more have been looked at, each older by at least a day. Git looks
// at five.
constexpr int kSlop = 64;
constexpr int64_t kDay = 24 * 60 * 60;

class Walk {
 public:
  Walk(const OidSet& shallow, ObjectReader& reader, HashKind kind)
      : graph_(shallow, reader, kind) {}

  CommitWalk run(const std::vector<Oid>& tips, const std::vector<Oid>& excluded) {
    for (const Oid& oid : excluded) meet(oid, Wanted::kNo);
    for (const Oid& oid : tips) meet(oid, Wanted::kYes);
    int slop = kSlop;
    while (!queue_.empty()) {
      if (wanted_in_queue_ == 0) {
        const bool may_matter = queue_.top().first >= oldest_wanted_ - kDay;
        slop = may_matter ? kSlop : slop - 1;
        if (!has_wanted_ || slop <= 0) break;
      }
      const Number number = queue_.top().second;
      queue_.pop();
      look_at(number);
    }
    return gather();
  }

 private:
  enum class Wanted { kNo, kYes };

  struct State {
    bool is_excluded = false;
    bool is_queued = false;
  };

  // A commit that a tip, an exclusion or a child names.
  void meet(const Oid& oid, Wanted wanted) {
    const size_t known = graph_.size();
    const Number number = graph_.add(oid);
    if (number < known) {
      if (wanted == Wanted::kNo) exclude(number);
      return;
    }
    states_.push_back({wanted == Wanted::kNo, true});
    queue_.emplace(graph_[number].time, number);
    if (wanted == Wanted::kYes) ++wanted_in_queue_;
  }

  // Also all ancestors that are known by now.
  void exclude(Number number) {
    std::vector<Number> pending = {number};
    while (!pending.empty()) {
      const Number next = pending.back();
      pending.pop_back();
      State& state = states_[next];
      if (state.is_excluded) continue;
      state.is_excluded = true;
      if (state.is_queued) --wanted_in_queue_;
      for (const Oid& parent : graph_[next].parents) {
        if (const auto known = graph_.find(parent)) pending.push_back(*known);
      }
    }
  }

  void look_at(Number number) {
    states_[number].is_queued = false;
    const bool is_wanted = !states_[number].is_excluded;
    if (is_wanted) {
      --wanted_in_queue_;
      has_wanted_ = true;
      oldest_wanted_ = std::min(oldest_wanted_, graph_[number].time);
    }
    const std::vector<Oid> parents = graph_[number].parents;
    for (const Oid& parent : parents) meet(parent, is_wanted ? Wanted::kYes : Wanted::kNo);
  }

  CommitWalk gather() const {
    CommitWalk walk;
    for (const Number number : in_order()) {
      const CommitGraph::Node& node = graph_[number];
      if (node.error) {
        walk.unreadable.push_back({node.oid, *node.error});
        continue;
      }
      WalkedCommit commit{node.oid, node.tree, {}, node.is_cut};
      for (const Oid& oid : node.parents) {
        const Number parent = *graph_.find(oid);  // met when its child was looked at
        if (!graph_[parent].error) {
          commit.parent_trees.push_back(graph_[parent].tree);
        } else if (states_[parent].is_excluded) {
          walk.unreadable_excluded.push_back({oid, *graph_[parent].error});
        }
      }
      walk.commits.push_back(std::move(commit));
    }
    return walk;
  }

  bool is_wanted(Number number) const { return !states_[number].is_excluded; }

  // The wanted ones, parents first; of those that could come next, the oldest.
  std::vector<Number> in_order() const {
    const auto count = static_cast<Number>(graph_.size());
    std::vector<std::vector<Number>> children(count);
    std::vector<uint32_t> waits_for(count);
    for (Number number = 0; number < count; ++number) {
      if (!is_wanted(number)) continue;
      for (const Oid& oid : graph_[number].parents) {
        const auto parent = graph_.find(oid);
        if (!parent || !is_wanted(*parent)) continue;
        children[*parent].push_back(number);
        ++waits_for[number];
      }
    }
    using Entry = std::tuple<int64_t, Oid, Number>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready;
    const auto make_ready = [&](Number n) { ready.emplace(graph_[n].time, graph_[n].oid, n); };
    for (Number number = 0; number < count; ++number) {
      if (is_wanted(number) && waits_for[number] == 0) make_ready(number);
    }
    std::vector<Number> order;
    while (!ready.empty()) {
      const Number number = std::get<Number>(ready.top());
      ready.pop();
      order.push_back(number);
      for (const Number child : children[number]) {
        if (--waits_for[child] == 0) make_ready(child);
      }
    }
    // Only in a forged store is anything left: commits that are their own ancestors.
    for (Number number = 0; number < count; ++number) {
      if (is_wanted(number) && waits_for[number] > 0) order.push_back(number);
    }
    return order;
  }

  CommitGraph graph_;
  std::vector<State> states_;                              // by number
  std::priority_queue<std::pair<int64_t, Number>> queue_;  // newest first
  size_t wanted_in_queue_ = 0;
  bool has_wanted_ = false;
  int64_t oldest_wanted_ = std::numeric_limits<int64_t>::max();
};

}  // namespace

CommitWalk walk_commits(const std::vector<Oid>& tips, const std::vector<Oid>& excluded,
                        const OidSet& shallow, ObjectReader& reader, HashKind kind) {
  return Walk(shallow, reader, kind).run(tips, excluded);
}

bool have_common_ancestor(const Oid& a, const Oid& b, const OidSet& shallow, ObjectReader& reader,
                          HashKind kind) {
  CommitGraph graph(shallow, reader, kind);
  std::vector<uint8_t> sides;  // by number: a bit for each of the two that it is reached from
  std::priority_queue<std::pair<int64_t, Number>> queue;
  const auto meet = [&](const Oid& oid, uint8_t side) {
    const Number number = graph.add(oid);
    if (number == sides.size()) sides.push_back(0);
    if ((sides[number] & side) == side) return;
    sides[number] |= side;
    queue.emplace(graph[number].time, number);
  };
  meet(a, 1);
  meet(b, 2);
  while (!queue.empty()) {
    const Number number = queue.top().second;
    queue.pop();
    if (sides[number] == 3 && !graph[number].error) return true;
    const std::vector<Oid> parents = graph[number].parents;
    for (const Oid& parent : parents) meet(parent, sides[number]);
  }
  return false;
}

}  // namespace aegis::git
