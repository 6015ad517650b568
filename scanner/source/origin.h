// Where bytes come from.
#pragma once

#include <string>

namespace aegis {

// Immutable once shared. Paths are bytes, not necessarily UTF-8.
struct Origin {
  // As a person names the thing: below the path given on the command line, or below the work tree.
  std::string path;
  // The same whatever folder the program was started in: below the top of the work tree, where
  // there is one. Fingerprints and ignore rules go by it.
  std::string identity;
  // Full object name of the blob in hex; empty for what is no git object.
  std::string blob;
};

}  // namespace aegis
