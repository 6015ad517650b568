#include "scanner/git/folder_walk.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>
#include <utility>

namespace aegis::git {

namespace {

constexpr size_t kMaxName = 4096;  // bytes, as of any path that the system takes

using Folder = std::unique_ptr<DIR, int (*)(DIR*)>;

bool is_real_folder(const std::string& path) {
  struct stat info {};
  return ::lstat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

}  // namespace

FolderFiles list_files(const std::string& folder) {
  FolderFiles found;
  std::vector<std::string> pending = {""};
  while (!pending.empty()) {
    const std::string prefix = std::move(pending.back());
    pending.pop_back();
    const std::string path = folder + "/" + prefix;
    const Folder open(::opendir(path.c_str()), &::closedir);
    if (!open) {
      if (errno == ENOENT) continue;
      found.problems.push_back(system_error(ErrorKind::kUnreadable, "cannot list", errno).in(path));
      continue;
    }
    while (const dirent* const entry = ::readdir(open.get())) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      std::string below = prefix + std::string(name);
      if (below.size() > kMaxName) {
        found.problems.push_back(unreadable(path + ": is nested too deep"));
      } else if (is_real_folder(folder + "/" + below)) {
        pending.push_back(std::move(below) + "/");
      } else {
        found.names.push_back(std::move(below));
      }
    }
  }
  std::sort(found.names.begin(), found.names.end());
  return found;
}

}  // namespace aegis::git
