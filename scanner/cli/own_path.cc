#include "scanner/cli/own_path.h"

#include <unistd.h>

namespace aegis {

std::string own_path() {
  std::string path(4096, '\0');
  const ssize_t n = ::readlink("/proc/self/exe", path.data(), path.size());
  path.resize(n > 0 ? static_cast<size_t>(n) : 0);
  return path;
}

}  // namespace aegis
