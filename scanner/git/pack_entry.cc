#include "scanner/git/pack_entry.h"

#include <string>

#include "scanner/git/byte_cursor.h"

namespace aegis::git {

namespace {

constexpr uint8_t kOffsetDelta = 6;  // entry codes; 1 to 4 are those of ObjectType
constexpr uint8_t kNamedDelta = 7;

// Takes what says which object a delta is built upon; false if that is nothing.
bool take_base(ByteCursor& cursor, uint8_t code, size_t hash_size, PackEntry& entry) {
  entry.is_delta = true;
  if (code == kNamedDelta) {
    const auto name = cursor.take(hash_size);
    entry.base_name = name.value_or("");
    return name.has_value();
  }
  const auto distance = cursor.take_distance();
  if (!distance || *distance == 0 || *distance >= entry.offset) return false;
  entry.base_offset = entry.offset - *distance;
  return true;
}

}  // namespace

Result<PackEntry> parse_pack_entry(std::string_view pack, uint64_t offset, size_t hash_size) {
  const auto damaged = [&] {
    return unreadable("pack is damaged at offset " + std::to_string(offset));
  };
  if (offset < kPackHeaderSize || offset >= pack.size()) return damaged();
  ByteCursor cursor(pack.substr(offset));
  auto byte = cursor.take_big_endian<uint8_t>();
  const auto code = static_cast<uint8_t>(*byte >> 4 & 7);
  PackEntry entry{.offset = offset, .size = *byte & 15U};
  for (unsigned shift = 4; (*byte & 0x80) != 0; shift += 7) {
    byte = cursor.take_big_endian<uint8_t>();
    if (!byte || shift > 53) return damaged();
    entry.size |= uint64_t{*byte & 0x7fU} << shift;
  }
  if (code == kOffsetDelta || code == kNamedDelta) {
    if (!take_base(cursor, code, hash_size, entry)) return damaged();
  } else if (code == 0 || code > static_cast<uint8_t>(ObjectType::kTag)) {
    return damaged();
  } else {
    entry.type = static_cast<ObjectType>(code);
  }
  entry.data_offset = pack.size() - cursor.rest().size();
  return entry;
}

}  // namespace aegis::git
