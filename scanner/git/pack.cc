#include "scanner/git/pack.h"

#include <optional>
#include <utility>

#include "scanner/git/byte_cursor.h"
#include "scanner/git/delta.h"
#include "scanner/git/pack_recovery.h"

namespace aegis::git {

// From an object down to what can be had without a delta.
struct Pack::Chain {
  std::vector<PackEntry> deltas;  // the object itself first
  PackEntry base;
  bool base_is_kept = false;  // in the cache
};

Pack::Pack(std::string stem, MappedFile file, PackIndex index, HashKind kind, uint64_t entries_end)
    : stem_(std::move(stem)),
      file_(std::move(file)),
      index_(std::move(index)),
      hash_size_(hash_size(kind)),
      entries_end_(entries_end) {}

Result<std::unique_ptr<const Pack>> Pack::open(const std::string& stem, HashKind kind) {
  auto index_file = MappedFile::open(stem + ".idx");
  if (!index_file) return std::move(index_file).error().in("pack index");
  auto index = PackIndex::parse(*std::move(index_file), kind);
  if (!index) return std::move(index).error();
  auto file = MappedFile::open(stem + ".pack");
  if (!file) return std::move(file).error();
  const std::string_view bytes = file->bytes();
  if (bytes.size() < kPackHeaderSize + hash_size(kind)) return unreadable("pack is cut short");
  const auto version = load_big_endian<uint32_t>(bytes, 4);
  if (!bytes.starts_with("PACK") || (version != 2 && version != 3)) {
    return unreadable("is no pack, or one of an unknown version");
  }
  if (load_big_endian<uint32_t>(bytes, 8) != index->size() ||
      !bytes.ends_with(index->pack_checksum())) {
    return unreadable("pack and index do not belong together, or one of them is cut short");
  }
  const uint64_t end = bytes.size() - hash_size(kind);
  return std::unique_ptr<const Pack>(
      new Pack(stem, *std::move(file), *std::move(index), kind, end));
}

Result<Pack::Recovered> Pack::recover(const std::string& stem, HashKind kind, uint64_t limit) {
  auto file = MappedFile::open(stem + ".pack");
  if (!file) return std::move(file).error();
  std::optional<PackIndex> old;
  if (auto index_file = MappedFile::open(stem + ".idx")) {
    // Its structure may be sound, and yet it may belong to what this pack once was.
    auto index = PackIndex::parse(*std::move(index_file), kind);
    if (index) old = *std::move(index);
  }
  const auto hints = old ? old->sorted_offsets() : std::vector<uint64_t>();
  RecoveredPack found = recover_pack(file->bytes(), kind, hints, limit);
  if (found.objects.empty()) return unreadable("holds nothing that can be read");
  PackIndex index = PackIndex::make(found.objects, kind);
  Recovered recovered;
  for (uint32_t position = 0; old && position < old->size(); ++position) {
    if (!index.find(old->oid(position))) recovered.lost.push_back(old->oid(position));
  }
  recovered.losses = std::move(found.losses);
  recovered.pack.reset(new Pack(stem, *std::move(file), std::move(index), kind, found.entries_end));
  return recovered;
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
  auto entry = parse_pack_entry(file_.bytes().substr(0, entries_end_), offset, hash_size_);
  if (!entry || entry->base_name.empty()) return entry;
  const Oid base = Oid::from_bytes(entry->base_name);
  const auto position = index_.find(base);
  const auto base_offset = position ? index_.offset(*position) : std::nullopt;
  if (!base_offset) {
    return unreadable("the base of its delta, " + base.hex() + ", is not in the pack");
  }
  entry->base_offset = *base_offset;
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
