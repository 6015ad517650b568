#include "scanner/git/index_file.h"

#include <algorithm>

#include "scanner/git/byte_cursor.h"

namespace aegis::git {

namespace {

constexpr size_t kStatSize = 40;      // times, device, inode, mode, owner, size
constexpr size_t kModeOffset = 24;    // in it
constexpr size_t kMinEntrySize = 60;  // of any version
constexpr uint16_t kExtended = 0x4000;
constexpr uint16_t kNameLength = 0x0fff;
constexpr uint16_t kSkipWorktree = 0x4000;  // of the extended flags
constexpr uint16_t kIntentToAdd = 0x2000;

constexpr size_t kMaxBuiltPath = 64 * 1024;
constexpr size_t kBlockSize = 64 * 1024;
constexpr uint64_t kMaxStorage = uint64_t{1} << 30;

class EntryReader {
 public:
  EntryReader(uint32_t version, HashKind kind, PathStorage& storage)
      : version_(version), oid_size_(hash_size(kind)), storage_(storage) {}

  std::optional<IndexEntry> take(ByteCursor& cursor) {
    const auto stat = cursor.take(kStatSize);
    const auto raw = cursor.take(oid_size_);
    const auto flags = cursor.take_big_endian<uint16_t>();
    if (!stat || !raw || !flags) return std::nullopt;
    IndexEntry entry;
    entry.mode = load_big_endian<uint32_t>(*stat, kModeOffset);
    entry.oid = Oid::from_bytes(*raw);
    entry.stage = static_cast<uint8_t>(*flags >> 12 & 3);
    size_t size = kStatSize + oid_size_ + 2;
    if ((*flags & kExtended) != 0) {
      if (!take_extended(cursor, entry)) return std::nullopt;
      size += 2;
    }
    const auto path = version_ == 4 ? take_shortened_path(cursor) : take_path(cursor, size);
    if (!path) return std::nullopt;
    const size_t told = *flags & kNameLength;
    if (told == kNameLength ? path->size() < told : path->size() != told) return std::nullopt;
    entry.path = *path;
    previous_ = *path;
    return entry;
  }

 private:
  bool take_extended(ByteCursor& cursor, IndexEntry& entry) const {
    const auto flags = cursor.take_big_endian<uint16_t>();
    if (!flags || version_ < 3 || (*flags & ~(kSkipWorktree | kIntentToAdd)) != 0) return false;
    entry.skip_worktree = (*flags & kSkipWorktree) != 0;
    entry.intent_to_add = (*flags & kIntentToAdd) != 0;
    return true;
  }

  // Followed by one to eight NULs, so that the entry's size is a multiple of eight.
  static std::optional<std::string_view> take_path(ByteCursor& cursor, size_t size_before) {
    const auto path = cursor.take_until('\0');
    if (!path) return std::nullopt;
    const size_t size = size_before + path->size();
    if (!cursor.take(7 - size % 8)) return std::nullopt;
    return path;
  }

  // As the bytes to cut from the end of the path before, and those to put in their place.
  std::optional<std::string_view> take_shortened_path(ByteCursor& cursor) {
    const auto cut = cursor.take_distance();
    const auto tail = cursor.take_until('\0');
    if (!cut || !tail || *cut > previous_.size()) return std::nullopt;
    if (*cut == previous_.size()) return tail;
    return storage_.keep(previous_.substr(0, previous_.size() - *cut), *tail);
  }

  uint32_t version_;
  size_t oid_size_;
  PathStorage& storage_;
  std::string_view previous_;
};

// REQUIRES: `cursor` ends where the trailing checksum begins.
Result<void> take_extensions(ByteCursor& cursor, IndexFile& file) {
  while (!cursor.at_end()) {
    const auto name = cursor.take(4);
    const auto size = cursor.take_big_endian<uint32_t>();
    const auto contents = size ? cursor.take(*size) : std::nullopt;
    if (!contents) return unreadable("index is cut short or damaged behind its entries");
    if (*name == "TREE") file.cache_tree = *contents;
    if (*name == "link") file.split_link = *contents;
    // A capital says that the extension may be ignored; "sdir", that there may be sparse folders.
    const bool may_be_ignored = name->front() >= 'A' && name->front() <= 'Z';
    if (!may_be_ignored && *name != "link" && *name != "sdir") {
      return unreadable("index needs the extension \"" + std::string(*name) +
                        "\", which aegis cannot read");
    }
  }
  return {};
}

}  // namespace

std::optional<std::string_view> PathStorage::keep(std::string_view head, std::string_view tail) {
  const size_t size = head.size() + tail.size();
  if (size > kMaxBuiltPath || size_ + size > kMaxStorage) return std::nullopt;
  if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < size) {
    blocks_.emplace_back().reserve(kBlockSize);
  }
  std::string& block = blocks_.back();
  const size_t begin = block.size();
  block.append(head).append(tail);
  size_ += size;
  return std::string_view(block).substr(begin);
}

Result<IndexFile> parse_index_file(std::string_view bytes, HashKind kind, PathStorage& storage) {
  if (!bytes.starts_with("DIRC")) return unreadable("is no index");
  if (bytes.size() < 12 + hash_size(kind)) return unreadable("index is cut short");
  ByteCursor cursor(bytes.substr(0, bytes.size() - hash_size(kind)));
  cursor.take(4);
  const uint32_t version = *cursor.take_big_endian<uint32_t>();
  if (version < 2 || version > 4) {
    return unreadable("index is of version " + std::to_string(version) +
                      ", which aegis cannot read");
  }
  const uint32_t count = *cursor.take_big_endian<uint32_t>();
  IndexFile file;
  file.entries.reserve(std::min<size_t>(count, cursor.rest().size() / kMinEntrySize));
  EntryReader reader(version, kind, storage);
  for (uint32_t i = 0; i < count; ++i) {
    const auto entry = reader.take(cursor);
    if (!entry)
      return unreadable("index is cut short or damaged at entry " + std::to_string(i + 1));
    file.entries.push_back(*entry);
  }
  if (auto taken = take_extensions(cursor, file); !taken) return std::move(taken).error();
  return file;
}

}  // namespace aegis::git
