// packed-refs: the refs that have no file of their own.
//
//   # pack-refs with: peeled fully-peeled sorted
//   <object> <name>
//   ^<object>                 what the tag on the line before leads to
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "scanner/git/oid.h"

namespace aegis::git {

struct PackedRef {
  std::string_view name;
  Oid oid;
  std::optional<Oid> peeled;
};

struct PackedRefs {
  std::vector<PackedRef> refs;  // in the order of their lines; views of what was parsed
  size_t malformed = 0;         // lines that are none of these
};

// A line of the first of those forms.
std::optional<PackedRef> parse_packed_ref(std::string_view line, HashKind kind);

PackedRefs parse_packed_refs(std::string_view text, HashKind kind);

}  // namespace aegis::git
