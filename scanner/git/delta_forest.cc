#include "scanner/git/delta_forest.h"

#include <algorithm>
#include <atomic>

#include "scanner/base/radix_sort.h"
#include "scanner/base/threads.h"

namespace aegis::git {

DeltaForest::DeltaForest(const Pack& pack, size_t threads)
    : pack_(&pack), has_checksums_(pack.index().has_checksums()) {
  sort_by_offset();
  make_buckets();
  read_headers(threads);
  link();
  buckets_ = {};
}

std::optional<ObjectType> DeltaForest::type(uint32_t slot) const {
  if (entries_[slot].type == 0) return std::nullopt;
  return static_cast<ObjectType>(entries_[slot].type);
}

void DeltaForest::sort_by_offset() {
  struct Place {
    uint64_t offset = 0;
    uint32_t position = 0;
    uint32_t checksum = 0;
  };
  const PackIndex& index = pack_->index();
  std::vector<Place> places;
  places.reserve(index.size());
  for (uint32_t position = 0; position < index.size(); ++position) {
    if (const auto offset = index.offset(position)) {
      places.push_back({std::min(*offset, pack_->entries_end()), position,
                        has_checksums_ ? *index.checksum(position) : 0});
    } else {
      unplaced_.push_back(position);
    }
  }
  radix_sort(places, [](const Place& place) { return place.offset; });
  size_ = static_cast<uint32_t>(places.size());
  entries_.reserve(places.size() + 1);
  for (const Place& place : places) {
    has_shared_places_ =
        has_shared_places_ || (!entries_.empty() && entries_.back().offset == place.offset);
    entries_.push_back({place.offset, place.position, place.checksum});
  }
  entries_.push_back({pack_->entries_end()});
}

// Some two entries a bucket where they lie evenly, which is what makes slot_at() cheap.
void DeltaForest::make_buckets() {
  bucket_size_ = std::max<uint64_t>(1, 2 * pack_->entries_end() / (size_ + uint64_t{1}));
  buckets_.reserve(pack_->entries_end() / bucket_size_ + 2);
  for (uint32_t slot = 0; slot < size_; ++slot) {
    while (buckets_.size() * bucket_size_ <= offset(slot)) buckets_.push_back(slot);
  }
}

uint32_t DeltaForest::slot_at(uint64_t offset) const {
  const size_t bucket = offset / bucket_size_;
  if (bucket >= buckets_.size()) return kNoSlot;
  const auto begin = entries_.begin() + buckets_[bucket];
  const auto end =
      bucket + 1 < buckets_.size() ? entries_.begin() + buckets_[bucket + 1] : entries_.end() - 1;
  const auto at = std::lower_bound(
      begin, end, offset, [](const Entry& entry, uint64_t of) { return entry.offset < of; });
  // An entry may be the first one of the next bucket only if that begins at it, and then it is not
  // in this one; so `end` need not be looked at.
  return at != end && at->offset == offset ? static_cast<uint32_t>(at - entries_.begin()) : kNoSlot;
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
    __builtin_prefetch(pack_->bytes_at(offset(std::min(slot + kAhead, size_))));
    const auto entry = pack_->entry_at(offset(slot));
    if (!entry) continue;
    if (entry->is_delta) {
      entries_[slot].base = slot_at(entry->base_offset);
    } else {
      entries_[slot].type = static_cast<uint8_t>(entry->type);
    }
  }
}

// From the roots down. What is not reached hangs on something broken, or on itself.
void DeltaForest::link() {
  bases_first_.reserve(size());
  for (uint32_t slot = 0; slot < size(); ++slot) {
    const uint32_t base = entries_[slot].base;
    if (entries_[slot].type != 0) bases_first_.push_back(slot);
    if (base == kNoSlot) continue;
    entries_[slot].next_sibling = entries_[base].first_child;
    entries_[base].first_child = slot;
  }
  for (size_t i = 0; i < bases_first_.size(); ++i) {
    const Entry& base = entries_[bases_first_[i]];
    for (uint32_t child = base.first_child; child != kNoSlot; child = next_sibling(child)) {
      entries_[child].type = base.type;
      bases_first_.push_back(child);
    }
  }
  if (bases_first_.size() == size()) return;
  for (uint32_t slot = 0; slot < size(); ++slot) {
    if (entries_[slot].type == 0) broken_.push_back(slot);
  }
}

}  // namespace aegis::git
