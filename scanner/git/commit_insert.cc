#include <algorithm>
#include <functional>
#include <optional>
#include <queue>
#include <unordered_map>
#include <utility>

#include "scanner/git/commit_table.h"

namespace aegis::git {

namespace {

// Commits that come into a table. What is there has its place as its node; those that come have
// theirs behind, in the order of their ranks.
class Coming {
 public:
  // `records` are those that come, each before the next if nothing else decides.
  Coming(const ObjectCatalog& catalog, const CommitTable& table, const CommitTable& other,
         const std::vector<CommitRecord>& records)
      : old_(static_cast<uint32_t>(table.records().size())), waits_for_(records.size(), 0) {
    find_parents(catalog, table, other, records);
    for (uint32_t rank = 0; rank < records.size(); ++rank) {
      for (const ObjectNumber parent : other.parents(records[rank])) {
        const auto node = nodes_.find(parent);
        if (node == nodes_.end()) continue;  // what it names is no commit
        edges_.emplace_back(node->second, rank);
        ++waits_for_[rank];
      }
      if (waits_for_[rank] == 0) ready_.push(rank);
    }
    std::sort(edges_.begin(), edges_.end());
  }

  std::optional<uint32_t> node_of(ObjectNumber parent) const {
    const auto node = nodes_.find(parent);
    if (node == nodes_.end()) return std::nullopt;
    return node->second;
  }

  // The rank of the next one, if one waits for nothing.
  std::optional<uint32_t> next() const {
    if (ready_.empty()) return std::nullopt;
    return ready_.top();
  }
  void take_next() { ready_.pop(); }
  void force(uint32_t rank) { ready_.push(rank); }

  // What has a place keeps nobody waiting.
  void note_placed(uint32_t node) {
    // Those that are there get theirs in the order of their nodes.
    auto edge = node < old_ ? edges_.begin() + static_cast<long>(next_edge_)
                            : std::lower_bound(edges_.begin(), edges_.end(), std::pair(node, 0U));
    for (; edge != edges_.end() && edge->first == node; ++edge) {
      if (--waits_for_[edge->second] == 0) ready_.push(edge->second);
    }
    if (node < old_) next_edge_ = static_cast<size_t>(edge - edges_.begin());
  }

 private:
  void find_parents(const ObjectCatalog& catalog, const CommitTable& table,
                    const CommitTable& other, const std::vector<CommitRecord>& records) {
    std::vector<bool> is_parent(catalog.size(), false);
    for (const CommitRecord& record : records) {
      for (const ObjectNumber parent : other.parents(record)) is_parent[parent] = true;
    }
    for (uint32_t i = 0; i < old_; ++i) {
      const ObjectNumber number = table.records()[i].number;
      if (is_parent[number]) nodes_.emplace(number, i);
    }
    for (uint32_t rank = 0; rank < records.size(); ++rank) {
      const ObjectNumber number = records[rank].number;
      if (is_parent[number]) nodes_.emplace(number, old_ + rank);
    }
  }

  uint32_t old_;
  std::unordered_map<ObjectNumber, uint32_t> nodes_;  // of parents of those that come
  std::vector<uint32_t> waits_for_;                   // by rank
  std::vector<std::pair<uint32_t, uint32_t>> edges_;  // from a parent's node to a rank
  size_t next_edge_ = 0;                              // of what is there
  std::priority_queue<uint32_t, std::vector<uint32_t>, std::greater<>> ready_;
};

}  // namespace

// What is here keeps its order, since nothing that comes waits to go before it: so the next one is
// always the next of these, or the first of those that come and wait for nothing more. As long as
// none has come, those that are here stay where they are.
void CommitTable::insert(CommitTable&& other) {
  constexpr uint32_t kNoPlace = UINT32_MAX;
  missing_.insert(missing_.end(), other.missing_.begin(), other.missing_.end());
  malformed_.insert(malformed_.end(), other.malformed_.begin(), other.malformed_.end());
  auto& records = other.records_;
  std::sort(records.begin(), records.end(),
            [&](const CommitRecord& a, const CommitRecord& b) { return is_before(a, b); });
  Coming coming(*catalog_, *this, other, records);
  const auto old = static_cast<uint32_t>(records_.size());
  const auto all = old + static_cast<uint32_t>(records.size());
  const auto comes_next = [&](uint32_t node) {
    const auto rank = coming.next();
    return node == old || (rank && !is_before(records_[node], records[*rank]));
  };
  uint32_t next = 0;
  for (; next < old && !comes_next(next); ++next) coming.note_placed(next);
  const uint32_t kept = next;

  std::vector<uint32_t> tail;                          // nodes, from place `kept` on
  std::vector<uint32_t> places(all - kept, kNoPlace);  // by node, from `kept` on
  const auto place = [&](uint32_t node) {
    places[node - kept] = kept + static_cast<uint32_t>(tail.size());
    tail.push_back(node);
    coming.note_placed(node);
  };
  uint32_t forced = 0;  // all that come before it have their place
  while (tail.size() < places.size()) {
    if (!comes_next(next)) {
      place(next++);
      continue;
    }
    if (!coming.next()) {
      while (places[old + forced - kept] != kNoPlace) ++forced;
      coming.force(forced);
    }
    const uint32_t node = old + *coming.next();
    coming.take_next();
    if (places[node - kept] == kNoPlace) place(node);
  }

  // Where the parents of each are now.
  const auto place_of = [&](uint32_t node) { return node < kept ? node : places[node - kept]; };
  const std::vector<CommitRecord> moved(records_.begin() + kept, records_.end());
  const uint32_t cut =
      kept < old ? records_[kept].parents_begin : static_cast<uint32_t>(parents_.size());
  const std::vector<uint32_t> moved_parents(parents_.begin() + cut, parents_.end());
  records_.resize(kept);
  parents_.resize(cut);
  for (const uint32_t node : tail) {
    CommitRecord record = node < old ? moved[node - kept] : records[node - old];
    const auto begin = static_cast<uint32_t>(parents_.size());
    if (node < old) {
      for (uint32_t i = record.parents_begin; i < record.parents_end; ++i) {
        parents_.push_back(place_of(moved_parents[i - cut]));
      }
    } else {
      for (const ObjectNumber parent : other.parents(record)) {
        if (const auto at = coming.node_of(parent)) parents_.push_back(place_of(*at));
      }
    }
    record.parents_begin = begin;
    record.parents_end = static_cast<uint32_t>(parents_.size());
    records_.push_back(record);
  }
}

}  // namespace aegis::git
