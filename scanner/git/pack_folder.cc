#include "scanner/git/pack_folder.h"

#include <dirent.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <memory>
#include <string_view>

namespace aegis::git {

namespace {

using Folder = std::unique_ptr<DIR, int (*)(DIR*)>;

struct Names {
  std::vector<std::string> packs;  // all without their endings
  std::vector<std::string> indexes;
  bool has_promised_objects = false;
};

Names read_names(DIR* folder) {
  Names names;
  while (const dirent* const entry = ::readdir(folder)) {
    const std::string_view name = entry->d_name;
    // What git has not finished is named tmp_*, and it begins all others with "pack-".
    if (!name.starts_with("pack-")) continue;
    if (name.ends_with(".pack")) names.packs.emplace_back(name.substr(0, name.size() - 5));
    if (name.ends_with(".idx")) names.indexes.emplace_back(name.substr(0, name.size() - 4));
    if (name.ends_with(".promisor")) names.has_promised_objects = true;
  }
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
  found.has_promised_objects = names.has_promised_objects;
  std::vector<std::string> halves;
  std::set_symmetric_difference(names.packs.begin(), names.packs.end(), names.indexes.begin(),
                                names.indexes.end(), std::back_inserter(halves));
  for (const std::string& half : halves) {
    const bool has_pack = std::binary_search(names.packs.begin(), names.packs.end(), half);
    found.problems.push_back(
        unreadable(path + "/" + half +
                   (has_pack ? ".pack: has no index; make one with `git index-pack`"
                             : ".idx: its pack is missing")));
  }
  for (const std::string& name : names.packs) {
    if (std::binary_search(names.indexes.begin(), names.indexes.end(), name)) {
      found.stems.push_back(path + "/" + name);
    }
  }
  return found;
}

}  // namespace aegis::git
