// A tree object: one folder of a commit.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/oid.h"

namespace aegis::git {

enum class EntryKind {
  kContent,
  kFolder,
  kSubmodule
};  // content: a file's bytes or a link's target

// What a mode, of a tree or of the index, says. Modes that git does not write count as content.
constexpr EntryKind kind_of_mode(uint32_t mode) {
  const uint32_t type = mode & 0170000;
  if (type == 0040000) return EntryKind::kFolder;
  return type == 0160000 ? EntryKind::kSubmodule : EntryKind::kContent;
}

struct TreeEntry {
  uint32_t mode = 0;
  std::string_view name;  // any bytes but NUL: data, never a path to open
  Oid oid;

  EntryKind kind() const { return kind_of_mode(mode); }
};

// Immutable. It stays where it is made, for the entries point into it.
class Tree {
 public:
  // Takes entries in any order, with any name and mode; one that is cut short is an error.
  static Result<std::unique_ptr<const Tree>> parse(std::string bytes, HashKind kind);

  // Sorted by the bytes of their names.
  const std::vector<TreeEntry>& entries() const { return entries_; }

  // The entry of that name and kind, or null.
  const TreeEntry* find(std::string_view name, EntryKind kind) const;

 private:
  explicit Tree(std::string bytes) : bytes_(std::move(bytes)) {}

  const std::string bytes_;
  std::vector<TreeEntry> entries_;
};

}  // namespace aegis::git
