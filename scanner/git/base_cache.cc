#include "scanner/git/base_cache.h"

#include <utility>

namespace aegis::git {

size_t BaseCache::slot_of(const void* pack, uint64_t offset) {
  const uint64_t mixed = (reinterpret_cast<uintptr_t>(pack) ^ offset) * 0x9e3779b97f4a7c15;
  return mixed >> 56;
}

const Object* BaseCache::find(const void* pack, uint64_t offset) const {
  const Slot& slot = slots_[slot_of(pack, offset)];
  return slot.pack == pack && slot.offset == offset ? &slot.object : nullptr;
}

std::optional<Object> BaseCache::take(const void* pack, uint64_t offset) {
  Slot& slot = slots_[slot_of(pack, offset)];
  if (slot.pack != pack || slot.offset != offset) return std::nullopt;
  Object object = std::move(slot.object);
  bytes_ -= object.bytes.size();
  slot = Slot();
  return object;
}

void BaseCache::put(const void* pack, uint64_t offset, Object object) {
  const size_t size = object.bytes.size();
  if (size > kMaxBytes / 4) return;
  Slot& slot = slots_[slot_of(pack, offset)];
  clear(slot);
  // Round and round: which one goes matters less than that finding it costs nothing.
  while (bytes_ + size > kMaxBytes) clear(slots_[next_victim_++ % kSlots]);
  slot = {pack, offset, std::move(object)};
  bytes_ += size;
}

void BaseCache::clear(Slot& slot) {
  if (slot.pack == nullptr) return;
  bytes_ -= slot.object.bytes.size();
  slot = Slot();
}

}  // namespace aegis::git
