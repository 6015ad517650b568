// Which folder a path's ignore rules, configuration and fingerprints count from.
#pragma once

#include <string>

namespace aegis {

struct RootFolder {
  std::string
      folder;  // absolute: the top of the work tree around the path, or else the folder itself
  std::string identity;  // of the path below it; "" for the folder itself
};

// For a path that does not exist, the path itself: opening it will say so.
RootFolder root_of(const std::string& path);

}  // namespace aegis
