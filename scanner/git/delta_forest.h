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

// Immutable; threads share it. Needs some 25 bytes an object.
class DeltaForest {
 public:
  // Made by so many threads. REQUIRES: `pack` outlives it.
  explicit DeltaForest(const Pack& pack, size_t threads = 1);

  const Pack& pack() const { return *pack_; }
  uint32_t size() const { return static_cast<uint32_t>(positions_.size()); }

  uint64_t offset(uint32_t slot) const { return offsets_[slot]; }
  // In the pack's index.
  uint32_t position(uint32_t slot) const { return positions_[slot]; }
  // Bytes of the entry in the pack, its header included.
  uint64_t packed_size(uint32_t slot) const { return offsets_[slot + 1] - offsets_[slot]; }

  // kNoSlot for a root.
  uint32_t base(uint32_t slot) const { return bases_[slot]; }
  uint32_t first_child(uint32_t slot) const { return first_children_[slot]; }
  uint32_t next_sibling(uint32_t slot) const { return next_siblings_[slot]; }
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
  void sort_by_offset();
  void read_headers(size_t threads);
  void read_headers(uint32_t begin, uint32_t end);
  void link();
  uint32_t slot_at(uint64_t offset) const;

  const Pack* pack_;
  std::vector<uint64_t> offsets_;    // by slot, and the end of the last one
  std::vector<uint32_t> positions_;  // by slot, as are the next four
  std::vector<uint32_t> bases_;
  std::vector<uint32_t> first_children_;
  std::vector<uint32_t> next_siblings_;
  std::vector<uint8_t> types_;     // of ObjectType; 0: none yet, or broken
  std::vector<uint32_t> buckets_;  // first slot at or after each multiple of bucket_size_
  uint64_t bucket_size_ = 1;
  std::vector<uint32_t> bases_first_;
  std::vector<uint32_t> broken_;
  std::vector<uint32_t> unplaced_;
  bool has_shared_places_ = false;
};

}  // namespace aegis::git
