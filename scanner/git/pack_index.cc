#include "scanner/git/pack_index.h"

#include <algorithm>

#include "scanner/git/byte_cursor.h"

namespace aegis::git {

namespace {

constexpr std::string_view kMagic("\377tOc", 4);
constexpr size_t kFanoutSize = 256 * 4;
constexpr uint32_t kLargeOffset = 0x80000000;

// Each count includes those before it, so none may be smaller; the last is that of all objects.
std::optional<uint32_t> count_objects(std::string_view fanout) {
  uint32_t count = 0;
  for (size_t i = 0; i < 256; ++i) {
    const auto next = load_big_endian<uint32_t>(fanout, 4 * i);
    if (next < count) return std::nullopt;
    count = next;
  }
  return count;
}

}  // namespace

Result<PackIndex> PackIndex::parse(MappedFile file, HashKind kind) {
  auto index = parse_bytes(file.bytes(), kind);
  if (index) index->file_ = std::move(file);
  return index;
}

PackIndex PackIndex::make(const std::vector<std::pair<Oid, uint64_t>>& objects, HashKind kind) {
  std::string bytes(kMagic);
  append_big_endian<uint32_t>(bytes, 2);
  size_t count = 0;
  for (unsigned first = 0; first < 256; ++first) {
    while (count < objects.size() && objects[count].first.first_byte() == first) ++count;
    append_big_endian<uint32_t>(bytes, static_cast<uint32_t>(count));
  }
  for (const auto& [oid, offset] : objects) bytes += oid.bytes();
  bytes.append(4 * objects.size(), '\0');  // checksums, which nobody looks at
  std::string large;
  for (const auto& [oid, offset] : objects) {
    const bool is_large = offset >= kLargeOffset;
    const uint64_t place = large.size() / 8;
    append_big_endian<uint32_t>(bytes,
                                static_cast<uint32_t>(is_large ? kLargeOffset | place : offset));
    if (is_large) append_big_endian<uint64_t>(large, offset);
  }
  bytes.append(large).append(2 * hash_size(kind), '\0');
  auto made = std::make_unique<const std::string>(std::move(bytes));
  PackIndex index = *parse_bytes(*made, kind);
  index.made_ = std::move(made);
  index.checksums_ = {};
  return index;
}

Result<PackIndex> PackIndex::parse_bytes(std::string_view bytes, HashKind kind) {
  PackIndex index;
  index.hash_size_ = hash_size(kind);
  ByteCursor cursor(bytes);
  const bool is_v2 = cursor.rest().starts_with(kMagic);
  if (is_v2) {
    cursor.take(kMagic.size());
    const auto version = cursor.take_big_endian<uint32_t>();
    if (version != 2U) return unreadable("pack index is of an unknown version");
  }
  const auto fanout = cursor.take(kFanoutSize);
  const auto count = fanout ? count_objects(*fanout) : std::nullopt;
  if (!count) return unreadable("pack index is damaged or cut short");
  index.fanout_ = *fanout;
  index.size_ = *count;
  const size_t n = *count;
  if (is_v2) {
    index.name_stride_ = index.hash_size_;
    index.offset_stride_ = 4;
    const auto names = cursor.take(n * index.hash_size_);
    const auto checksums = cursor.take(n * 4);
    const auto offsets = cursor.take(n * 4);
    if (!names || !checksums || !offsets) return unreadable("pack index is cut short");
    index.names_ = *names;
    index.offsets_ = *offsets;
    index.checksums_ = *checksums;
  } else {
    index.name_stride_ = index.offset_stride_ = 4 + index.hash_size_;
    const auto table = cursor.take(n * index.name_stride_);
    if (!table) return unreadable("pack index is cut short");
    index.offsets_ = *table;
    index.names_ = n == 0 ? *table : table->substr(4);
  }
  if (cursor.rest().size() < 2 * index.hash_size_) return unreadable("pack index is cut short");
  index.has_large_offsets_ = is_v2;
  index.large_offsets_ = *cursor.take(cursor.rest().size() - 2 * index.hash_size_);
  if (index.large_offsets_.size() % 8 != 0 || (!is_v2 && !index.large_offsets_.empty())) {
    return unreadable("pack index is damaged: it is longer than it should be");
  }
  index.pack_checksum_ = *cursor.take(index.hash_size_);
  return index;
}

Oid PackIndex::oid(uint32_t position) const {
  return Oid::from_bytes(name_bytes(position));
}

std::optional<uint64_t> PackIndex::offset(uint32_t position) const {
  const auto offset = load_big_endian<uint32_t>(offsets_, size_t{position} * offset_stride_);
  if (!has_large_offsets_ || (offset & kLargeOffset) == 0) return offset;
  const size_t at = size_t{offset & ~kLargeOffset} * 8;
  if (at + 8 > large_offsets_.size()) return std::nullopt;
  return load_big_endian<uint64_t>(large_offsets_, at);
}

std::optional<uint32_t> PackIndex::checksum(uint32_t position) const {
  if (checksums_.empty()) return std::nullopt;
  return load_big_endian<uint32_t>(checksums_, size_t{position} * 4);
}

std::vector<uint64_t> PackIndex::sorted_offsets() const {
  std::vector<uint64_t> offsets;
  offsets.reserve(size_);
  for (uint32_t position = 0; position < size_; ++position) {
    if (const auto at = offset(position)) offsets.push_back(*at);
  }
  std::sort(offsets.begin(), offsets.end());
  return offsets;
}

PackIndex::Place PackIndex::place_of(const Oid& oid) const {
  const size_t first_byte = oid.first_byte();
  const uint64_t begin =
      first_byte == 0 ? 0 : load_big_endian<uint32_t>(fanout_, 4 * (first_byte - 1));
  const uint64_t end = load_big_endian<uint32_t>(fanout_, 4 * first_byte);
  const uint64_t fraction = load_big_endian<uint32_t>(oid.bytes(), 1);  // of what the first leaves
  return {begin, end, begin + (fraction * (end - begin) >> 32)};
}

std::optional<uint32_t> PackIndex::find(const Oid& oid) const {
  const Place place = place_of(oid);
  return names().find_between(place.begin, place.end, place.at, oid.bytes());
}

void PackIndex::expect(const Oid& oid) const {
  const Place place = place_of(oid);
  if (place.begin < place.end) __builtin_prefetch(names()[place.at].data());
}

void PackIndex::expect_second(const Oid& oid) const {
  const Place place = place_of(oid);
  names().expect_second(place.begin, place.end, place.at, oid.bytes());
}

}  // namespace aegis::git
