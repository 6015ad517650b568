#include "scanner/scan/roots.h"

#include <sys/stat.h>

#include <climits>
#include <cstdlib>
#include <memory>

#include "scanner/base/fd.h"

namespace aegis {

namespace {

std::string parent_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

std::string below(const std::string& folder, const std::string& path) {
  if (path == folder) return {};
  return path.substr(folder == "/" ? 1 : folder.size() + 1);
}

}  // namespace

RootFolder root_of(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> resolved(::realpath(path.c_str(), nullptr),
                                                             &std::free);
  if (!resolved) return {path, path};
  const std::string real = resolved.get();
  struct stat info {};
  const bool is_folder = ::stat(real.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
  const std::string own = is_folder ? real : parent_of(real);
  for (std::string folder = own;; folder = parent_of(folder)) {
    if (exists(folder == "/" ? "/.git" : folder + "/.git")) return {folder, below(folder, real)};
    if (folder == "/") return {own, below(own, real)};
  }
}

}  // namespace aegis
