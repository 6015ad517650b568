#include "scanner/watch/find_repositories.h"

#include <dirent.h>
#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

#include "scanner/base/fd.h"

namespace aegis {

namespace {

constexpr uint64_t kMostOfGitFile = 64 << 10;

bool is_folder(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

std::optional<std::string> real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  if (!real) return std::nullopt;
  return std::string(real.get());
}

std::string below(const std::string& folder, const std::string& path) {
  return path.starts_with('/') ? path : folder + "/" + path;
}

// The one line of a file that git keeps, without `prefix`, which it must have.
std::optional<std::string> line_of_file(const std::string& path, std::string_view prefix) {
  auto text = read_file(path, kMostOfGitFile);
  if (!text || !text->starts_with(prefix)) return std::nullopt;
  text->erase(0, prefix.size());
  text->erase(std::min(text->size(), text->find_first_of("\r\n")));
  return *std::move(text);
}

// The folder with the objects of the repository at `path`, if there is one: its .git, or it itself;
// of a linked work tree, that of the repository which it belongs to.
std::optional<std::string> git_folder(const std::string& path) {
  std::string folder = path + "/.git";
  if (!exists(folder)) {
    const bool is_bare =
        exists(path + "/HEAD") && is_folder(path + "/objects") && is_folder(path + "/refs");
    return is_bare ? real_path(path) : std::nullopt;
  }
  if (!is_folder(folder)) {
    const auto target = line_of_file(folder, "gitdir: ");
    if (!target) return std::nullopt;
    folder = below(path, *target);
  }
  if (const auto common = line_of_file(folder + "/commondir", "")) folder = below(folder, *common);
  return real_path(folder);
}

class Search {
 public:
  // False: there is none at `path`.
  bool take(const std::string& path) {
    const auto folder = git_folder(path);
    if (!folder) return false;
    const auto [it, is_new] = by_folder_.emplace(*folder, path);
    if (!is_new) it->second = std::min(it->second, path);
    return true;
  }

  void take_pattern(const std::string& pattern) {
    glob_t matches{};
    const int code = ::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &matches);
    size_t count = 0;
    for (size_t i = 0; code == 0 && i < matches.gl_pathc; ++i) {
      const std::string path = matches.gl_pathv[i];
      if (!is_folder(path)) continue;
      if (take(path)) {
        ++count;
      } else {
        problem(path, "is no repository");
      }
    }
    ::globfree(&matches);
    if (count == 0)
      problem(pattern,
              "leads to no repository; take it out of the configuration, or bring it back");
  }

  // Folders within repositories are looked into as well: there may be others in them.
  void take_all_under(const std::string& top) {
    size_t count = 0;
    std::vector<std::string> todo{top};
    while (!todo.empty()) {
      const std::string folder = std::move(todo.back());
      todo.pop_back();
      const bool is_one = take(folder);
      if (is_one) ++count;
      if (!is_one || exists(folder + "/.git")) add_folders(folder, todo);
    }
    if (count == 0) problem(top, "holds no repository");
  }

  FoundRepositories result() {
    for (const auto& [folder, path] : by_folder_) found_.paths.push_back(path);
    std::sort(found_.paths.begin(), found_.paths.end());
    return std::move(found_);
  }

 private:
  void problem(const std::string& what, const std::string& why) {
    found_.problems.push_back({what, why});
  }

  void add_folders(const std::string& folder, std::vector<std::string>& todo) {
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(folder.c_str()), &::closedir);
    if (!listing)
      return problem(folder, std::string("cannot be looked into: ") + std::strerror(errno));
    while (const dirent* const entry = ::readdir(listing.get())) {
      const std::string name = entry->d_name;
      if (name == "." || name == ".." || name == ".git") continue;
      if (is_real_folder(folder + "/" + name, entry->d_type)) todo.push_back(folder + "/" + name);
    }
  }

  static bool is_real_folder(const std::string& path, unsigned char type) {
    if (type != DT_UNKNOWN) return type == DT_DIR;
    struct stat info {};
    return ::lstat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
  }

  std::map<std::string, std::string> by_folder_;  // the path of each, by where its objects are
  FoundRepositories found_;
};

}  // namespace

FoundRepositories find_repositories(const WatchConfig& config) {
  Search search;
  for (const std::string& pattern : config.repositories) search.take_pattern(pattern);
  for (const std::string& folder : config.under) search.take_all_under(folder);
  return search.result();
}

}  // namespace aegis
