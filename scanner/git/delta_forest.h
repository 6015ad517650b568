// Which objects of a pack are built upon which: the deltas as a forest, without inflating anything.
//
// An entry's slot is its rank by offset. A whole object is a root; the type of a root is that of
// all that is built upon it, its family. What hangs on nothing sound (an entry whose header is
// damaged, a base that is not in the pack, a cycle) belongs to no family and is `broken`.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object.h"
#include "scanner/git/pack.h"

namespace aegis::git {

inline constexpr uint32_t kNoSlot = UINT32_MAX;

// Immutable; threads share it. Needs some 36 bytes an object.
class DeltaForest {
 public:
  // Made by so many threads. REQUIRES: `pack` outlives it.
  explicit DeltaForest(const Pack& pack, size_t threads = 1);

  const Pack& pack() const { return *pack_; }
  uint32_t size() const { return size_; }

  uint64_t offset(uint32_t slot) const { return entries_[slot].offset; }
  // In the pack's index.
  uint32_t position(uint32_t slot) const { return entries_[slot].position; }
  // Bytes of the entry in the pack, its header included.
  uint64_t packed_size(uint32_t slot) const { return offset(slot + 1) - offset(slot); }
  // The CRC-32 of these; nothing where the index has none.
  std::optional<uint32_t> checksum(uint32_t slot) const {
    if (!has_checksums_) return std::nullopt;
    return entries_[slot].checksum;
  }

  // kNoSlot for a root.
  uint32_t base(uint32_t slot) const { return entries_[slot].base; }
  uint32_t first_child(uint32_t slot) const { return entries_[slot].first_child; }
  uint32_t next_sibling(uint32_t slot) const { return entries_[slot].next_sibling; }
  // Of the family; nothing for what is broken.
  std::optional<ObjectType> type(uint32_t slot) const;

  // All slots of families, each after its base.
  const std::vector<uint32_t>& bases_first() const { return bases_first_; }
  // The others.
  const std::vector<uint32_t>& broken() const { return broken_; }
  // Whether the index tells of a place for every object, of each another one, and all hang
  // together.
  bool is_sound() const { return broken_.empty() && unplaced_.empty() && !has_shared_places_; }
  // Index positions for which the index gives no offset at all.
  const std::vector<uint32_t>& unplaced() const { return unplaced_; }

 private:
  // Who goes from one entry to another wants nearly all of it, and its memory is far away.
  struct alignas(32) Entry {
    uint64_t offset = 0;
    uint32_t position = 0;
    uint32_t checksum = 0;
    uint32_t base = kNoSlot;
    uint32_t first_child = kNoSlot;
    uint32_t next_sibling = kNoSlot;
    uint8_t type = 0;  // of ObjectType; 0: none yet, or broken
  };

  void sort_by_offset();
  void make_buckets();
  void read_headers(size_t threads);
  void read_headers(uint32_t begin, uint32_t end);
  void link();
  uint32_t slot_at(uint64_t offset) const;

  const Pack* pack_;
  std::vector<Entry> entries_;  // by slot, and one that stands for the end of the last
  uint32_t size_ = 0;
  bool has_checksums_ = false;
  std::vector<uint32_t> buckets_;  // first slot at or after each multiple of bucket_size_
  uint64_t bucket_size_ = 1;
  std::vector<uint32_t> bases_first_;
  std::vector<uint32_t> broken_;
  std::vector<uint32_t> unplaced_;
  bool has_shared_places_ = false;
};

}  // namespace aegis::git
