#include "scanner/logs/log_siblings.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "scanner/logs/rotation_name.h"

namespace aegis {

namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

}  // namespace

std::vector<LogFile> siblings_of(const LogPosition& position) {
  const std::string folder = position.real_path.substr(0, position.real_path.rfind('/') + 1);
  const std::string shown = position.path.substr(0, position.path.rfind('/') + 1);
  const std::string name = name_before_rotation(position.path);
  const std::unique_ptr<DIR, CloseFolder> handle(::opendir(folder.c_str()));
  std::vector<LogFile> same_file;
  std::vector<LogFile> same_name;
  while (const dirent* entry = handle ? ::readdir(handle.get()) : nullptr) {
    struct stat info {};
    const std::string path = folder + entry->d_name;
    if (::lstat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
    LogFile file;
    file.path = shown + entry->d_name;
    file.symlink = FinalSymlink::kRefuse;
    file.asked = position.asked;
    if (info.st_dev == position.facts.device && info.st_ino == position.facts.inode) {
      same_file.push_back(file);
    } else if (name_before_rotation(entry->d_name) == name) {
      same_name.push_back(file);
    }
  }
  const auto by_path = [](const LogFile& a, const LogFile& b) { return a.path < b.path; };
  std::sort(same_name.begin(), same_name.end(), by_path);
  same_file.insert(same_file.end(), same_name.begin(), same_name.end());
  return same_file;
}

}  // namespace aegis
