#include "scanner/git/commit_table.h"

#include <algorithm>
#include <queue>
#include <tuple>
#include <utility>

#include "scanner/git/commit.h"

namespace aegis::git {

void CommitTable::add(ObjectNumber number, std::string_view bytes, HashKind kind) {
  if (!catalog_->is_first(number)) return;
  const auto links = parse_commit(bytes, kind);
  if (!links) {
    malformed_.push_back(number);
    return;
  }
  CommitRecord record;
  record.number = number;
  record.time = parse_commit_text(bytes).committer.time;
  record.parents_begin = static_cast<uint32_t>(parents_.size());
  if (const auto tree = catalog_->find(links->tree)) {
    record.tree = *tree;
  } else {
    missing_.push_back({links->tree, number, true});
  }
  for (const Oid& oid : links->parents) {
    if (const auto parent = catalog_->find(oid)) {
      parents_.push_back(*parent);
    } else {
      missing_.push_back({oid, number, false});
    }
  }
  record.parents_end = static_cast<uint32_t>(parents_.size());
  records_.push_back(record);
}

void CommitTable::merge(CommitTable&& other) {
  const auto shift = static_cast<uint32_t>(parents_.size());
  parents_.insert(parents_.end(), other.parents_.begin(), other.parents_.end());
  for (CommitRecord record : other.records_) {
    record.parents_begin += shift;
    record.parents_end += shift;
    records_.push_back(record);
  }
  missing_.insert(missing_.end(), other.missing_.begin(), other.missing_.end());
  malformed_.insert(malformed_.end(), other.malformed_.begin(), other.malformed_.end());
}

// The older one, whatever leads to what.
bool CommitTable::is_before(const CommitRecord& a, const CommitRecord& b) const {
  return a.time != b.time ? a.time < b.time : catalog_->oid(a.number) < catalog_->oid(b.number);
}

void CommitTable::sort() {
  // Whatever order threads brought them in.
  std::sort(records_.begin(), records_.end(),
            [&](const CommitRecord& a, const CommitRecord& b) { return is_before(a, b); });
  std::vector<uint32_t> ranks(catalog_->size(), kNoObject);
  for (uint32_t i = 0; i < records_.size(); ++i) ranks[records_[i].number] = i;
  std::vector<uint32_t> waits_for(records_.size(), 0);
  std::vector<std::vector<uint32_t>> children(records_.size());
  for (uint32_t i = 0; i < records_.size(); ++i) {
    for (const ObjectNumber parent : parents(records_[i])) {
      const uint32_t rank = ranks[parent];
      if (rank == kNoObject) continue;  // what it names is no commit
      children[rank].push_back(i);
      ++waits_for[i];
    }
  }
  std::priority_queue<uint32_t, std::vector<uint32_t>, std::greater<>> ready;
  for (uint32_t i = 0; i < records_.size(); ++i) {
    if (waits_for[i] == 0) ready.push(i);
  }
  std::vector<uint32_t> place(records_.size(), kNoObject);
  std::vector<CommitRecord> sorted;
  sorted.reserve(records_.size());
  uint32_t forced = 0;  // all before it have their place
  while (sorted.size() < records_.size()) {
    if (ready.empty()) {
      while (place[forced] != kNoObject) ++forced;
      ready.push(forced);
    }
    const uint32_t next = ready.top();
    ready.pop();
    if (place[next] != kNoObject) continue;
    place[next] = static_cast<uint32_t>(sorted.size());
    sorted.push_back(records_[next]);
    for (const uint32_t child : children[next]) {
      if (--waits_for[child] == 0) ready.push(child);
    }
  }
  std::vector<uint32_t> kept;
  kept.reserve(parents_.size());
  for (CommitRecord& record : sorted) {
    const auto begin = static_cast<uint32_t>(kept.size());
    for (const ObjectNumber parent : parents(record)) {
      const uint32_t rank = ranks[parent];
      if (rank != kNoObject) kept.push_back(place[rank]);
    }
    record.parents_begin = begin;
    record.parents_end = static_cast<uint32_t>(kept.size());
  }
  records_ = std::move(sorted);
  parents_ = std::move(kept);
}

}  // namespace aegis::git
