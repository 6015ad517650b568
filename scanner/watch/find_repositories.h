// Which repositories a configuration means.
#pragma once

#include <string>
#include <vector>

#include "scanner/watch/watch_config.h"

namespace aegis {

struct Problem {
  std::string what;  // the path or pattern
  std::string why;   // and the remedy, where there is one
};

struct FoundRepositories {
  std::vector<std::string> paths;  // sorted; each object store once, whatever work trees it has
  std::vector<Problem> problems;   // what was named and is not there, or could not be looked into
};

// Looks at names alone: what a repository holds is for the scan. Links to folders are not followed
// below `under`. A pattern or folder that leads to no repository is a problem.
FoundRepositories find_repositories(const WatchConfig& config);

}  // namespace aegis
