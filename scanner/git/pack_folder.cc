#include "scanner/git/pack_folder.h"

#include <dirent.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>

namespace aegis::git {

namespace {

// What `git repack` has not finished; of such a pack one of the files may not be there yet.
constexpr std::string_view kUnfinished = ".tmp-";

using Folder = std::unique_ptr<DIR, int (*)(DIR*)>;

struct Names {
  std::vector<std::string> packs;  // all without their endings
  std::vector<std::string> indexes;
  bool has_promised_objects = false;
  int error = 0;  // that ended the listing
};

Names read_names(DIR* folder) {
  Names names;
  errno = 0;
  while (const dirent* const entry = ::readdir(folder)) {
    const std::string_view name = entry->d_name;
    if (name.ends_with(".pack")) names.packs.emplace_back(name.substr(0, name.size() - 5));
    if (name.ends_with(".idx")) names.indexes.emplace_back(name.substr(0, name.size() - 4));
    if (name.ends_with(".promisor")) names.has_promised_objects = true;
  }
  names.error = errno;
  std::sort(names.packs.begin(), names.packs.end());
  std::sort(names.indexes.begin(), names.indexes.end());
  return names;
}

}  // namespace

PackFolder list_packs(const std::string& path) {
  PackFolder found;
  const Folder folder(::opendir(path.c_str()), &::closedir);
  if (!folder) {
    if (errno == ENOENT) return found;
    found.problems.push_back(system_error(ErrorKind::kUnreadable, "cannot list", errno).in(path));
    return found;
  }
  const Names names = read_names(folder.get());
  if (names.error != 0) {
    found.problems.push_back(
        system_error(ErrorKind::kUnreadable, "cannot list", names.error).in(path));
  }
  found.has_promised_objects = names.has_promised_objects;
  const auto has = [](const std::vector<std::string>& sorted, const std::string& name) {
    return std::binary_search(sorted.begin(), sorted.end(), name);
  };
  for (const std::string& name : names.packs) {
    if (has(names.indexes, name)) {
      found.stems.push_back(path + "/" + name);
    } else if (!name.starts_with(kUnfinished)) {
      found.lone_stems.push_back(path + "/" + name);
    }
  }
  for (const std::string& name : names.indexes) {
    if (!has(names.packs, name) && !name.starts_with(kUnfinished)) {
      found.problems.push_back(unreadable(path + "/" + name + ".idx: its pack is missing"));
    }
  }
  return found;
}

}  // namespace aegis::git
