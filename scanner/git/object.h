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

}  // namespace aegis::git
