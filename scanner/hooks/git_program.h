// Starts git. Scans never do; hooks are git's own affair, and only it knows where its configuration
// puts them.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace aegis {

struct GitRun {
  int code = 0;        // its exit status; 128 and the signal's number when one ended it
  std::string output;  // the first 64 KiB of what it says, then of its errors
};

enum class GitEnvironment {
  kInherited,
  kForeign,  // without what ties git to the repository that this process was started for
};

// Runs `git arguments...` to its end, with nothing on its standard input. An error when it cannot
// be started.
Result<GitRun> run_git(const std::vector<std::string>& arguments,
                       GitEnvironment environment = GitEnvironment::kInherited);

}  // namespace aegis
