#include "scanner/git/pack.h"

#include <optional>
#include <utility>

#include "scanner/git/byte_cursor.h"
#include "scanner/git/delta.h"

namespace aegis::git {

namespace {

constexpr size_t kHeaderSize = 12;
constexpr uint8_t kOffsetDelta = 6;  // entry codes; 1 to 4 are those of ObjectType
constexpr uint8_t kNamedDelta = 7;

Error damaged_at(uint64_t offset) {
  return unreadable("pack is damaged at offset " + std::to_string(offset));
}

}  // namespace

// From an object down to what can be had without a delta.
struct Pack::Chain {
  std::vector<PackEntry> deltas;  // the object itself first
  PackEntry base;
  bool base_is_kept = false;  // in the cache
};

Pack::Pack(std::string stem, MappedFile file, PackIndex index, HashKind kind)
    : stem_(std::move(stem)),
      file_(std::move(file)),
      index_(std::move(index)),
      hash_size_(hash_size(kind)),
      entries_end_(file_.bytes().size() - hash_size_) {}

Result<std::unique_ptr<const Pack>> Pack::open(const std::string& stem, HashKind kind) {
  auto index_file = MappedFile::open(stem + ".idx");
  if (!index_file) return std::move(index_file).error().in("pack index");
  auto index = PackIndex::parse(*std::move(index_file), kind);
  if (!index) return std::move(index).error();
  auto file = MappedFile::open(stem + ".pack");
  if (!file) return std::move(file).error();
  const std::string_view bytes = file->bytes();
  if (bytes.size() < kHeaderSize + hash_size(kind)) return unreadable("pack is cut short");
  const auto version = load_big_endian<uint32_t>(bytes, 4);
  if (!bytes.starts_with("PACK") || (version != 2 && version != 3)) {
    return unreadable("is no pack, or one of an unknown version");
  }
  if (load_big_endian<uint32_t>(bytes, 8) != index->size() ||
      !bytes.ends_with(index->pack_checksum())) {
    return unreadable("pack and index do not belong together, or one of them is cut short");
  }
  return std::unique_ptr<const Pack>(new Pack(stem, *std::move(file), *std::move(index), kind));
}

Result<Object> Pack::read(uint64_t offset, uint64_t limit, Inflater& inflater,
                          BaseCache& bases) const {
  auto object = read_unnamed(offset, limit, inflater, bases);
  if (!object) return std::move(object).error().in(stem_ + ".pack");
  return object;
}

Result<Object> Pack::read_unnamed(uint64_t offset, uint64_t limit, Inflater& inflater,
                                  BaseCache& bases) const {
  auto chain = chain_of(offset, bases);
  if (!chain) return std::move(chain).error();
  if (chain->base_is_kept && chain->deltas.empty()) return *bases.find(this, offset);
  Object object;
  if (chain->base_is_kept) {
    object = *bases.take(this, chain->base.offset);
  } else {
    auto bytes = inflate(chain->base, limit, inflater);
    if (!bytes) return std::move(bytes).error();
    object = {chain->base.type, *std::move(bytes)};
  }
  uint64_t base_offset = chain->base.offset;
  for (; !chain->deltas.empty(); chain->deltas.pop_back()) {
    const PackEntry& entry = chain->deltas.back();
    auto delta = inflate(entry, limit, inflater);
    if (!delta) return std::move(delta).error();
    auto bytes = apply_delta(object.bytes, *delta, limit);
    if (!bytes) return std::move(bytes).error();
    const ObjectType type = object.type;
    bases.put(this, base_offset, std::exchange(object, {type, *std::move(bytes)}));
    base_offset = entry.offset;
  }
  return object;
}

Result<Pack::Chain> Pack::chain_of(uint64_t offset, const BaseCache& bases) const {
  Chain chain;
  // Brent's way of finding a cycle: remember one place, and a later one each time the number of
  // steps since has doubled. It needs no memory, and no more steps than three times those of the
  // cycle.
  uint64_t remembered = 0;
  size_t next_to_remember = 1;
  for (;;) {
    if (const Object* const kept = bases.find(this, offset)) {
      chain.base = {.offset = offset, .type = kept->type};
      chain.base_is_kept = true;
      return chain;
    }
    auto entry = entry_at(offset);
    if (!entry) return std::move(entry).error();
    if (!entry->is_delta) {
      chain.base = *entry;
      return chain;
    }
    if (entry->base_offset == remembered || entry->base_offset == offset) {
      return unreadable("its delta is based on itself");
    }
    chain.deltas.push_back(*entry);
    if (chain.deltas.size() == next_to_remember) {
      remembered = offset;
      next_to_remember *= 2;
    }
    offset = entry->base_offset;
  }
}

Result<PackEntry> Pack::entry_at(uint64_t offset) const {
  if (offset < kHeaderSize || offset >= entries_end_) return damaged_at(offset);
  ByteCursor cursor(file_.bytes().substr(offset, entries_end_ - offset));
  auto byte = cursor.take_big_endian<uint8_t>();
  const auto code = static_cast<uint8_t>(*byte >> 4 & 7);
  PackEntry entry{.offset = offset, .size = *byte & 15U};
  for (unsigned shift = 4; (*byte & 0x80) != 0; shift += 7) {
    byte = cursor.take_big_endian<uint8_t>();
    if (!byte || shift > 53) return damaged_at(offset);
    entry.size |= uint64_t{*byte & 0x7fU} << shift;
  }
  entry.data_offset = entries_end_ - cursor.rest().size();
  if (code >= kOffsetDelta) return resolve_base(entry, code);
  if (code == 0 || code > static_cast<uint8_t>(ObjectType::kTag)) return damaged_at(offset);
  entry.type = static_cast<ObjectType>(code);
  return entry;
}

// REQUIRES: `entry.data_offset` is where the base is told.
Result<PackEntry> Pack::resolve_base(PackEntry entry, uint8_t code) const {
  ByteCursor cursor(file_.bytes().substr(entry.data_offset, entries_end_ - entry.data_offset));
  entry.is_delta = true;
  if (code == kOffsetDelta) {
    const auto distance = cursor.take_distance();
    if (!distance || *distance == 0 || *distance >= entry.offset) return damaged_at(entry.offset);
    entry.base_offset = entry.offset - *distance;
  } else {
    const auto name = cursor.take(hash_size_);
    if (!name) return damaged_at(entry.offset);
    const Oid base = Oid::from_bytes(*name);
    const auto position = index_.find(base);
    const auto offset = position ? index_.offset(*position) : std::nullopt;
    if (!offset) return unreadable("the base of its delta, " + base.hex() + ", is not in the pack");
    entry.base_offset = *offset;
  }
  entry.data_offset = entries_end_ - cursor.rest().size();
  return entry;
}

Result<std::string> Pack::inflate(const PackEntry& entry, uint64_t limit,
                                  Inflater& inflater) const {
  if (entry.size > limit) {
    return unreadable("is larger than the " + std::to_string(limit) +
                      " bytes allowed for an object");
  }
  auto inflated = inflater.inflate(data_of(entry), entry.size);
  if (!inflated) return std::move(inflated).error();
  return std::move(inflated->bytes);
}

}  // namespace aegis::git
