// What a pack folder holds.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace aegis::git {

struct PackFolder {
  std::vector<std::string> stems;  // paths without ".pack" and ".idx", sorted; both files are there
  std::vector<Error> problems;  // half a pack, a folder that cannot be listed; each names its path
  bool has_promised_objects = false;  // a ".promisor" file: the repository is a partial clone
};

// A folder that does not exist holds nothing.
PackFolder list_packs(const std::string& path);

}  // namespace aegis::git
