// The user's home folder.
#pragma once

#include <cstdlib>
#include <string>

namespace aegis {

// $HOME; the root's where that is not set.
inline std::string home_folder() {
  const char* home = std::getenv("HOME");
  return home != nullptr && home[0] == '/' ? home : "/root";
}

}  // namespace aegis
