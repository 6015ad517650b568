#include "scanner/known/store_walk.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <set>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/base/glob.h"

namespace aegis {

namespace {

constexpr size_t kDeepest = 16;
constexpr size_t kMostFiles = 10'000;

std::string home() {
  const char* folder = std::getenv("HOME");
  return folder != nullptr && folder[0] == '/' ? folder : "";
}

// Those of the standard places that are there.
std::vector<std::string> standard_places() {
  std::vector<std::string> all = {
      "~/.secure",         "~/.aws/credentials",    "~/.netrc",       "~/.pgpass",
      "~/.npmrc",          "~/.docker/config.json", "~/.claude.json", "~/.claude/.credentials.json",
      "~/.git-credentials"};
  if (const char* own = std::getenv("CREDENTIALS_DIRECTORY"); own != nullptr && own[0] == '/') {
    all.emplace_back(own);
  }
  std::erase_if(all, [](const std::string& path) { return !exists(from_home(path)); });
  return all;
}

class Walk {
 public:
  Walk(const StoreRequest& request, Store& store) : request_(request), store_(store) {}

  void visit(const std::string& path, size_t depth) {
    struct stat info {};
    struct stat link {};
    if (::stat(path.c_str(), &info) != 0 || ::lstat(path.c_str(), &link) != 0) {
      return blame(path, std::strerror(errno));
    }
    const bool is_folder = S_ISDIR(info.st_mode);
    if (is_folder && S_ISLNK(link.st_mode) && depth > 0) {
      return blame(path, "is a link to a folder; name that folder itself");
    }
    if (!seen_.emplace(info.st_dev, info.st_ino).second) return;
    if (store_.files.size() >= kMostFiles) {
      return blame(path, "is beyond the first 10,000 files of a store");
    }
    store_.files.push_back({path, shown_path(path), is_folder, info.st_mode & 07777, info.st_uid,
                            static_cast<int64_t>(info.st_mtime)});
    if (is_folder) list(path, depth);
  }

 private:
  void list(const std::string& folder, size_t depth) {
    if (depth >= kDeepest) return blame(folder, "lies too deep");
    const std::unique_ptr<DIR, int (*)(DIR*)> handle(::opendir(folder.c_str()), &::closedir);
    if (!handle) return blame(folder, std::strerror(errno));
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(handle.get())) {
      const std::string name = entry->d_name;
      if (name != "." && name != ".." && name != ".git") names.push_back(name);
    }
    if (errno != 0) blame(folder, std::strerror(errno));
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
      const bool ignored =
          std::any_of(request_.ignore.begin(), request_.ignore.end(),
                      [&](const std::string& glob) { return glob_matches(glob, name); });
      if (!ignored) visit(folder + (folder.ends_with('/') ? "" : "/") + name, depth + 1);
    }
  }

  void blame(const std::string& path, std::string reason) {
    store_.problems.push_back({shown_path(path), std::move(reason)});
  }

  const StoreRequest& request_;
  Store& store_;
  std::set<std::pair<dev_t, ino_t>> seen_;
};

}  // namespace

std::string from_home(const std::string& path) {
  if (path != "~" && !path.starts_with("~/")) return path;
  const std::string folder = home();
  return folder.empty() ? path : folder + path.substr(1);
}

std::string shown_path(const std::string& path) {
  const std::string folder = home();
  if (folder.size() > 1 && (path == folder || path.starts_with(folder + "/"))) {
    return "~" + path.substr(folder.size());
  }
  return path;
}

void list_files(const StoreRequest& request, Store& store) {
  Walk walk(request, store);
  for (const std::string& path : request.paths) {
    if (path == kStandardPlaces) {
      for (const std::string& place : standard_places()) walk.visit(from_home(place), 0);
    } else {
      walk.visit(from_home(path), 0);
    }
  }
}

}  // namespace aegis
