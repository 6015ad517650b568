#include "scanner/git/delta_forest.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "scanner/base/radix_sort.h"
#include "scanner/base/threads.h"

namespace aegis::git {

DeltaForest::DeltaForest(const Pack& pack, size_t threads) : pack_(&pack) {
  sort_by_offset();
  const size_t n = positions_.size();
  bases_.assign(n, kNoSlot);
  first_children_.assign(n, kNoSlot);
  next_siblings_.assign(n, kNoSlot);
  types_.assign(n, 0);
  read_headers(threads);
  link();
  buckets_ = {};
}

std::optional<ObjectType> DeltaForest::type(uint32_t slot) const {
  if (types_[slot] == 0) return std::nullopt;
  return static_cast<ObjectType>(types_[slot]);
}

void DeltaForest::sort_by_offset() {
  const PackIndex& index = pack_->index();
  std::vector<std::pair<uint64_t, uint32_t>> places;
  places.reserve(index.size());
  for (uint32_t position = 0; position < index.size(); ++position) {
    if (const auto offset = index.offset(position)) {
      places.emplace_back(std::min(*offset, pack_->entries_end()), position);
    } else {
      unplaced_.push_back(position);
    }
  }
  radix_sort(places, [](const auto& place) { return place.first; });
  offsets_.reserve(places.size() + 1);
  positions_.reserve(places.size());
  for (const auto& [offset, position] : places) {
    offsets_.push_back(offset);
    positions_.push_back(position);
  }
  has_shared_places_ = std::adjacent_find(offsets_.begin(), offsets_.end()) != offsets_.end();
  offsets_.push_back(pack_->entries_end());
  // Some two entries a bucket where they lie evenly, which is what makes slot_at() cheap.
  bucket_size_ = std::max<uint64_t>(1, 2 * pack_->entries_end() / (places.size() + 1));
  buckets_.reserve(pack_->entries_end() / bucket_size_ + 2);
  for (uint32_t slot = 0; slot < positions_.size(); ++slot) {
    while (buckets_.size() * bucket_size_ <= offsets_[slot]) buckets_.push_back(slot);
  }
}

uint32_t DeltaForest::slot_at(uint64_t offset) const {
  const size_t bucket = offset / bucket_size_;
  if (bucket >= buckets_.size()) return kNoSlot;
  const auto begin = offsets_.begin() + buckets_[bucket];
  const auto end =
      bucket + 1 < buckets_.size() ? offsets_.begin() + buckets_[bucket + 1] : offsets_.end() - 1;
  const auto at = std::lower_bound(begin, end, offset);
  // An entry may be the first one of the next bucket only if that begins at it, and then it is not
  // in this one; so `end` need not be looked at.
  return at != end && *at == offset ? static_cast<uint32_t>(at - offsets_.begin()) : kNoSlot;
}

void DeltaForest::read_headers(size_t threads) {
  constexpr uint32_t kRun = 4096;
  std::atomic<uint32_t> next{0};
  run_in_threads(threads, [&](size_t) {
    for (uint32_t begin = next.fetch_add(kRun); begin < size(); begin = next.fetch_add(kRun)) {
      read_headers(begin, std::min(begin + kRun, size()));
    }
  });
}

void DeltaForest::read_headers(uint32_t begin, uint32_t end) {
  constexpr uint32_t kAhead = 16;  // entries are far apart in memory
  for (uint32_t slot = begin; slot < end; ++slot) {
    __builtin_prefetch(pack_->bytes_at(offsets_[std::min(slot + kAhead, size())]));
    const auto entry = pack_->entry_at(offsets_[slot]);
    if (!entry) continue;
    if (entry->is_delta) {
      bases_[slot] = slot_at(entry->base_offset);
    } else {
      types_[slot] = static_cast<uint8_t>(entry->type);
    }
  }
}

// From the roots down. What is not reached hangs on something broken, or on itself.
void DeltaForest::link() {
  bases_first_.reserve(size());
  for (uint32_t slot = 0; slot < size(); ++slot) {
    const uint32_t base = bases_[slot];
    if (types_[slot] != 0) bases_first_.push_back(slot);
    if (base == kNoSlot) continue;
    next_siblings_[slot] = first_children_[base];
    first_children_[base] = slot;
  }
  for (size_t i = 0; i < bases_first_.size(); ++i) {
    const uint32_t base = bases_first_[i];
    for (uint32_t child = first_children_[base]; child != kNoSlot; child = next_siblings_[child]) {
      types_[child] = types_[base];
      bases_first_.push_back(child);
    }
  }
  if (bases_first_.size() == size()) return;
  for (uint32_t slot = 0; slot < size(); ++slot) {
    if (types_[slot] == 0) broken_.push_back(slot);
  }
}

}  // namespace aegis::git
