// Where a credential stands besides the place of its finding, and for how long it has.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aegis {

// How many there are, and the names of a few of them.
struct Several {
  uint64_t count = 0;
  std::vector<std::string> some;
};

// Immutable once shared. What is not known is absent. Names are bytes: hostile, not necessarily
// UTF-8.
struct Exposure {
  Several places;               // others than the finding's own
  std::optional<bool> in_head;  // whether the commit that is checked out holds it
  Several refs;                 // branches, tags and others that hold it
  std::optional<bool> pushed;   // whether a remote's branch holds it
  // ISO 8601 with zone: the first commit that held it and, if none does now, the last change that
  // took it away.
  std::string since;
  std::string until;
};

}  // namespace aegis
