#include "scanner/git/alternates.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/git/path_list.h"
#include "scanner/git/paths.h"

namespace aegis::git {

namespace {

constexpr size_t kMaxDepth = 5;
constexpr size_t kMaxFolders = 1000;
constexpr uint64_t kMaxFileSize = 1024 * 1024;

class Collector {
 public:
  // False if there is no such folder.
  bool add(const std::string& path, size_t depth) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) return false;
    const Identity identity{info.st_dev, info.st_ino};
    if (std::find(seen_.begin(), seen_.end(), identity) != seen_.end()) return true;
    seen_.push_back(identity);
    folders_.paths.push_back(path);
    depths_.push_back(depth);
    return true;
  }

  void add_alternate(std::string path, size_t depth) {
    if (is_full()) return;
    if (depth > kMaxDepth) return report(path, "alternate object store is nested too deep");
    if (!add(path, depth)) report(path, "alternate object store is missing");
  }

  ObjectFolders collect() && {
    // The list grows while it is walked: that is the recursion.
    for (size_t i = 0; i < folders_.paths.size(); ++i)
      read_alternates(folders_.paths[i], depths_[i]);
    return std::move(folders_);
  }

 private:
  using Identity = std::pair<dev_t, ino_t>;

  void report(const std::string& path, const char* what) {
    folders_.problems.push_back(unreadable(path + ": " + what));
  }

  bool is_full() {
    if (folders_.paths.size() + folders_.problems.size() < kMaxFolders) return false;
    if (!has_reported_full_) report(folders_.paths.front(), "has too many alternate object stores");
    has_reported_full_ = true;
    return true;
  }

  // By value: the vector that holds the folder's path grows meanwhile.
  void read_alternates(const std::string folder, size_t depth) {
    const std::string file = folder + "/info/alternates";
    if (is_absent(file)) return;
    auto text = read_file(file, kMaxFileSize);
    if (!text) {
      folders_.problems.push_back(std::move(text).error().in(file));
      return;
    }
    for (const std::string& path : parse_path_list(*text, '\n')) {
      add_alternate(join_path(folder, path), depth + 1);
    }
  }

  ObjectFolders folders_;
  std::vector<size_t> depths_;
  std::vector<Identity> seen_;
  bool has_reported_full_ = false;
};

}  // namespace

Result<ObjectFolders> object_folders(const Repository& repository) {
  Collector collector;
  if (!collector.add(repository.object_directory(), 0)) {
    return unreadable(repository.object_directory() +
                      ": the repository's object folder is missing");
  }
  for (const std::string& path : repository.alternate_object_directories()) {
    collector.add_alternate(path, 1);
  }
  return std::move(collector).collect();
}

}  // namespace aegis::git
