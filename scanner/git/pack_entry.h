// What an entry of a pack says of itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/git/object.h"

namespace aegis::git {

inline constexpr size_t kPackHeaderSize = 12;

// Where an object's compressed bytes are, and what they must be applied to. All as declared:
// nothing but the places is checked.
struct PackEntry {
  uint64_t offset = 0;       // of the entry
  uint64_t data_offset = 0;  // of its compressed bytes
  uint64_t size = 0;         // of its uncompressed bytes
  bool is_delta = false;
  ObjectType type = ObjectType::kBlob;  // if it is no delta
  uint64_t base_offset = 0;         // if it is one; need not be where an entry begins; 0: not told
  std::string_view base_name = {};  // of a delta that names its base instead: the raw name
};

// The entry at `offset`, any number. `pack` is a pack from its first byte to the end of its last
// entry. The error, of kind kUnreadable, does not name the pack.
Result<PackEntry> parse_pack_entry(std::string_view pack, uint64_t offset, size_t hash_size);

}  // namespace aegis::git
