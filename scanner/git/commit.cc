#include "scanner/git/commit.h"

#include <optional>

namespace aegis::git {

namespace {

// Takes "<key> <name>\n" off the front of `bytes`, or nothing.
std::optional<Oid> take_line(std::string_view& bytes, std::string_view key, HashKind kind) {
  const size_t digits = 2 * hash_size(kind);
  const size_t end = key.size() + digits;
  if (!bytes.starts_with(key) || bytes.size() < end) return std::nullopt;
  if (bytes.size() > end && bytes[end] != '\n') return std::nullopt;
  const auto oid = Oid::from_hex(bytes.substr(key.size(), digits), kind);
  if (oid) bytes.remove_prefix(bytes.size() > end ? end + 1 : end);
  return oid;
}

}  // namespace

Result<CommitLinks> parse_commit(std::string_view bytes, HashKind kind) {
  const auto tree = take_line(bytes, "tree ", kind);
  if (!tree) return unreadable("commit is malformed: it does not begin with a tree");
  CommitLinks links{*tree, {}};
  while (const auto parent = take_line(bytes, "parent ", kind)) links.parents.push_back(*parent);
  if (bytes.starts_with("parent ")) return unreadable("commit is malformed: a parent has no name");
  return links;
}

}  // namespace aegis::git
