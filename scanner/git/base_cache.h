// Objects that deltas were recently built upon, for the next delta.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "scanner/git/object.h"

namespace aegis::git {

// Keeps at most 16 MiB; forgets at will. One thread at a time.
class BaseCache {
 public:
  // The object kept for this place, or null. Valid until the next call of another function.
  const Object* find(const void* pack, uint64_t offset) const;
  // Hands it over; give it back with put() when done.
  std::optional<Object> take(const void* pack, uint64_t offset);
  void put(const void* pack, uint64_t offset, Object object);

 private:
  struct Slot {
    const void* pack = nullptr;  // null: the slot is free
    uint64_t offset = 0;
    Object object;
  };
  static constexpr size_t kSlots = 256;  // as many as a byte of the hash tells apart
  static constexpr size_t kMaxBytes = size_t{16} << 20;

  static size_t slot_of(const void* pack, uint64_t offset);
  void clear(Slot& slot);

  std::array<Slot, kSlots> slots_;
  size_t bytes_ = 0;
  size_t next_victim_ = 0;
};

}  // namespace aegis::git
