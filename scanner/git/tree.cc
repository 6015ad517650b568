#include "scanner/git/tree.h"

#include <algorithm>
#include <optional>

#include "scanner/git/byte_cursor.h"

namespace aegis::git {

namespace {

std::optional<uint32_t> parse_mode(std::string_view digits) {
  if (digits.empty() || digits.size() > 7) return std::nullopt;
  uint32_t mode = 0;
  for (const char c : digits) {
    if (c < '0' || c > '7') return std::nullopt;
    mode = mode << 3 | static_cast<uint32_t>(c - '0');
  }
  return mode;
}

std::optional<TreeEntry> take_entry(ByteCursor& cursor, size_t oid_size) {
  const auto digits = cursor.take_until(' ');
  const auto mode = digits ? parse_mode(*digits) : std::nullopt;
  const auto name = cursor.take_until('\0');
  const auto raw = cursor.take(oid_size);
  if (!mode || !name || !raw) return std::nullopt;
  return TreeEntry{*mode, *name, Oid::from_bytes(*raw)};
}

bool is_before(const TreeEntry& a, const TreeEntry& b) {
  return a.name < b.name;
}

}  // namespace

Result<std::unique_ptr<const Tree>> Tree::parse(std::string bytes, HashKind kind) {
  std::unique_ptr<Tree> tree(new Tree(std::move(bytes)));
  ByteCursor cursor(tree->bytes_);
  while (!cursor.at_end()) {
    const auto entry = take_entry(cursor, hash_size(kind));
    if (!entry) return unreadable("tree is malformed");
    tree->entries_.push_back(*entry);
  }
  // Git sorts a folder as if its name ended in '/', so this order is nearly there already.
  std::vector<TreeEntry>& entries = tree->entries_;
  if (!std::is_sorted(entries.begin(), entries.end(), is_before)) {
    std::stable_sort(entries.begin(), entries.end(), is_before);
  }
  return std::unique_ptr<const Tree>(std::move(tree));
}

const TreeEntry* Tree::find(std::string_view name, EntryKind kind) const {
  auto it =
      std::lower_bound(entries_.begin(), entries_.end(), name,
                       [](const TreeEntry& entry, std::string_view n) { return entry.name < n; });
  for (; it != entries_.end() && it->name == name; ++it) {
    if (it->kind() == kind) return &*it;
  }
  return nullptr;
}

}  // namespace aegis::git
