// What a git object is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aegis::git {

enum class ObjectType : uint8_t { kCommit = 1, kTree = 2, kBlob = 3, kTag = 4 };  // as in packs

constexpr std::string_view name_of(ObjectType type) {
  constexpr std::string_view kNames[] = {"commit", "tree", "blob", "tag"};
  return kNames[static_cast<uint8_t>(type) - 1];
}

struct Object {
  ObjectType type = ObjectType::kBlob;
  std::string bytes;
};

inline constexpr uint64_t kDefaultObjectLimit = uint64_t{1} << 30;
// A blob of more bytes is read piece by piece, where it is stored whole.
inline constexpr uint64_t kStreamAbove = uint64_t{32} << 20;

}  // namespace aegis::git
