#include <algorithm>
#include <queue>
#include <utility>

#include "scanner/git/commit_table.h"

namespace aegis::git {

namespace {

constexpr uint32_t kNoPlace = UINT32_MAX;

}  // namespace

// What is here keeps its order, since nothing that comes waits to go before it: so the next one is
// always the next of these, or the first of those that come and wait for nothing more.
void CommitTable::insert(CommitTable&& other) {
  const CommitTable before = std::exchange(*this, CommitTable(*catalog_));
  missing_ = before.missing_;
  malformed_ = before.malformed_;
  missing_.insert(missing_.end(), other.missing_.begin(), other.missing_.end());
  malformed_.insert(malformed_.end(), other.malformed_.begin(), other.malformed_.end());
  auto& coming = other.records_;
  std::sort(coming.begin(), coming.end(),
            [&](const CommitRecord& a, const CommitRecord& b) { return is_before(a, b); });

  // By object number: the place before, or behind all those the rank among those that come.
  const auto old = static_cast<uint32_t>(before.records_.size());
  std::vector<uint32_t> nodes(catalog_->size(), kNoPlace);
  for (uint32_t i = 0; i < old; ++i) nodes[before.records_[i].number] = i;
  for (uint32_t i = 0; i < coming.size(); ++i) nodes[coming[i].number] = old + i;
  std::vector<uint32_t> waits_for(coming.size(), 0);
  std::vector<std::pair<uint32_t, uint32_t>> edges;  // from a parent's node to a rank
  for (uint32_t i = 0; i < coming.size(); ++i) {
    for (const ObjectNumber parent : other.parents(coming[i])) {
      if (nodes[parent] == kNoPlace) continue;  // what it names is no commit
      edges.emplace_back(nodes[parent], i);
      ++waits_for[i];
    }
  }
  std::sort(edges.begin(), edges.end());

  std::priority_queue<uint32_t, std::vector<uint32_t>, std::greater<>> ready;
  for (uint32_t i = 0; i < coming.size(); ++i) {
    if (waits_for[i] == 0) ready.push(i);
  }
  std::vector<uint32_t> places(old + coming.size(), kNoPlace);  // by node
  const auto place = [&](uint32_t node, const CommitRecord& record) {
    places[node] = static_cast<uint32_t>(records_.size());
    records_.push_back(record);
    auto edge = std::lower_bound(edges.begin(), edges.end(), std::pair(node, 0U));
    for (; edge != edges.end() && edge->first == node; ++edge) {
      if (--waits_for[edge->second] == 0) ready.push(edge->second);
    }
  };
  records_.reserve(places.size());
  uint32_t forced = 0;  // all that come before it have their place
  for (uint32_t next = 0; records_.size() < places.size();) {
    if (ready.empty() && next == old) {
      while (places[old + forced] != kNoPlace) ++forced;
      ready.push(forced);
    }
    if (next < old && (ready.empty() || is_before(before.records_[next], coming[ready.top()]))) {
      place(next, before.records_[next]);
      ++next;
      continue;
    }
    const uint32_t rank = ready.top();
    ready.pop();
    if (places[old + rank] == kNoPlace) place(old + rank, coming[rank]);
  }

  // Where the parents of each are now.
  parents_.reserve(before.parents_.size() + edges.size());
  std::vector<bool> is_old(places.size(), false);
  for (uint32_t i = 0; i < old; ++i) is_old[places[i]] = true;
  for (uint32_t i = 0; i < records_.size(); ++i) {
    CommitRecord& record = records_[i];
    const auto begin = static_cast<uint32_t>(parents_.size());
    if (is_old[i]) {
      for (const uint32_t parent : before.parents(record)) parents_.push_back(places[parent]);
    } else {
      for (const ObjectNumber parent : other.parents(record)) {
        if (nodes[parent] != kNoPlace) parents_.push_back(places[nodes[parent]]);
      }
    }
    record.parents_begin = begin;
    record.parents_end = static_cast<uint32_t>(parents_.size());
  }
}

}  // namespace aegis::git
