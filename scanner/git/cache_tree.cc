#include "scanner/git/cache_tree.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "scanner/git/byte_cursor.h"

namespace aegis::git {

namespace {

std::optional<int64_t> parse_number(std::string_view digits) {
  int64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

struct Record {
  CacheTree::Folder folder;
  uint32_t child_count = 0;
};

// "<name> NUL <entries, -1 if invalid> SP <folders right below> LF", then the tree's name if valid.
std::optional<Record> take_record(ByteCursor& cursor, HashKind kind) {
  const auto name = cursor.take_until('\0');
  const auto entries_text = cursor.take_until(' ');
  const auto children_text = cursor.take_until('\n');
  if (!name || !entries_text || !children_text) return std::nullopt;
  const auto entries = parse_number(*entries_text);
  const auto children = parse_number(*children_text);
  if (!entries || !children || *entries < -1 || *entries > UINT32_MAX || *children < 0 ||
      *children > UINT32_MAX) {
    return std::nullopt;
  }
  Record record;
  record.folder.name = *name;
  record.child_count = static_cast<uint32_t>(*children);
  if (*entries == -1) return record;
  const auto raw = cursor.take(hash_size(kind));
  if (!raw) return std::nullopt;
  record.folder.is_valid = true;
  record.folder.entry_count = static_cast<uint32_t>(*entries);
  record.folder.tree = Oid::from_bytes(*raw);
  return record;
}

}  // namespace

CacheTree CacheTree::parse(std::string_view extension, HashKind kind) {
  struct Open {
    size_t place;
    uint32_t children_left;
  };
  CacheTree cache;
  std::vector<Open> open;
  ByteCursor cursor(extension);
  do {
    const auto record = take_record(cursor, kind);
    if (!record) return CacheTree();
    if (!open.empty()) --open.back().children_left;
    open.push_back({cache.folders_.size(), record->child_count});
    cache.folders_.push_back(record->folder);
    while (!open.empty() && open.back().children_left == 0) {
      cache.folders_[open.back().place].end = static_cast<uint32_t>(cache.folders_.size());
      open.pop_back();
    }
  } while (!open.empty());
  return cursor.at_end() ? std::move(cache) : CacheTree();
}

std::vector<std::pair<std::string_view, uint32_t>> CacheTree::children(uint32_t place) const {
  std::vector<std::pair<std::string_view, uint32_t>> children;
  for (uint32_t child = place + 1; child < folders_[place].end; child = folders_[child].end) {
    children.emplace_back(folders_[child].name, child);
  }
  std::sort(children.begin(), children.end());
  return children;
}

}  // namespace aegis::git
