// What a pack folder holds.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace aegis::git {

struct PackFolder {
  std::vector<std::string> stems;  // paths without ".pack" and ".idx", sorted; both files are there
  std::vector<std::string> lone_stems;  // likewise, but there is no ".idx"
  std::vector<Error>
      problems;  // an index alone, a folder that cannot be listed; each names its path
  bool has_promised_objects = false;  // a ".promisor" file: the repository is a partial clone
};

// A folder that does not exist holds nothing. As in git, a pack may have any name.
PackFolder list_packs(const std::string& path);

}  // namespace aegis::git
