// What a pack holds, found out from the pack alone: for when its index is missing or damaged.
//
// Every entry is inflated once, and every object made and hashed, which takes as long as
// `git index-pack` does. Memory is bounded by a few objects of `limit` bytes and some hundred bytes
// an entry.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/git/oid.h"

namespace aegis::git {

struct RecoveredPack {
  std::vector<std::pair<Oid, uint64_t>> objects;  // with the offset of each one's entry, sorted
  uint64_t entries_end = 0;                       // where the last entry ends
  std::string losses;  // in words: what could not be read or named; empty: nothing
};

// `pack` is all of the file. `hints` are offsets, sorted, where entries are said to begin: what
// follows a damaged entry is found again by them. An object of more than `limit` bytes that is a
// delta, or has one built upon it, is lost with all that is built upon it.
RecoveredPack recover_pack(std::string_view pack, HashKind kind, const std::vector<uint64_t>& hints,
                           uint64_t limit);

}  // namespace aegis::git
