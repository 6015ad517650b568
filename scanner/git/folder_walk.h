// The files below a folder of the repository's own, such as refs/ and logs/.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace aegis::git {

struct FolderFiles {
  std::vector<std::string> names;  // below the folder, sorted; what each is, is not looked at
  std::vector<Error> problems;     // each names its path
};

// Does not recurse and follows no link to a folder. A folder that does not exist is empty; what
// lies deeper than any ref can is a problem.
FolderFiles list_files(const std::string& folder);

}  // namespace aegis::git
