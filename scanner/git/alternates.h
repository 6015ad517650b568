// The folders that a repository's objects may lie in.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/repository.h"

namespace aegis::git {

struct ObjectFolders {
  std::vector<std::string> paths;  // the repository's own first; no folder twice
  std::vector<Error> problems;     // alternates that cannot be used; each names its folder or file
};

// Follows info/alternates of each folder, five levels deep as git does, and at most 1,000 folders.
// A folder that is met again, under whatever name, is passed over: so loops end. An error: the
// repository's own folder is missing.
Result<ObjectFolders> object_folders(const Repository& repository);

}  // namespace aegis::git
