#include "scanner/git/discovery.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/git/paths.h"

namespace aegis::git {

namespace {

constexpr uint64_t kMaxPointerFile = 1024 * 1024;

std::string_view without_newlines(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// The folder that a linked worktree shares with the others.
Result<std::string> find_common_dir(const std::string& git_dir, const Environment& environment,
                                    const std::string& start_dir) {
  if (environment.common_dir) return join_path(start_dir, *environment.common_dir);
  const std::string path = git_dir + "/commondir";
  if (is_absent(path)) return git_dir;
  auto text = read_file(path, kMaxPointerFile);
  if (!text) return std::move(text).error().in(path);
  const std::string named = join_path(git_dir, without_newlines(*text));
  return real_path(named).value_or(named);
}

// Nothing if `git_dir` is not laid out as a repository is.
Result<std::optional<Place>> inspect(std::string git_dir, const Environment& environment,
                                     const std::string& start_dir) {
  if (is_absent(git_dir + "/HEAD")) return std::optional<Place>();
  auto common_dir = find_common_dir(git_dir, environment, start_dir);
  if (!common_dir) return std::move(common_dir).error();
  const bool has_objects = environment.object_directory || is_folder(*common_dir + "/objects");
  if (!has_objects || !is_folder(*common_dir + "/refs")) return std::optional<Place>();
  return std::optional(Place{std::move(git_dir), *std::move(common_dir), ""});
}

// What a ".git" file says. It can only name a folder, so there is no chain of them to follow.
Result<std::string> read_git_file(const std::string& path, const std::string& folder) {
  constexpr std::string_view kPrefix = "gitdir:";
  auto text = read_file(path, kMaxPointerFile);
  if (!text) return std::move(text).error().in(path);
  std::string_view target = without_newlines(*text);
  if (!target.starts_with(kPrefix)) return unreadable(path + ": does not say \"gitdir: <folder>\"");
  target.remove_prefix(kPrefix.size());
  while (target.starts_with(' ')) target.remove_prefix(1);
  const auto git_dir = real_path(join_path(folder, target));
  if (!git_dir || !is_folder(*git_dir)) {
    return unreadable(path + ": names a folder that does not exist: " + std::string(target));
  }
  return *git_dir;
}

// The repository that `path`, a folder or a ".git" file in `folder`, is or names.
Result<std::optional<Place>> inspect_path(const std::string& path, const std::string& folder,
                                          const Environment& environment,
                                          const std::string& start_dir) {
  const auto real = real_path(path);
  if (!real) return unreadable(path + ": is a link that leads nowhere");
  if (is_folder(*real)) return inspect(*real, environment, start_dir);
  auto git_dir = read_git_file(path, folder);
  if (!git_dir) return std::move(git_dir).error();
  auto place = inspect(*git_dir, environment, start_dir);
  if (place && !*place)
    return unreadable(path + ": names a folder that is no repository: " + *git_dir);
  return place;
}

// How much of `start_dir` the search may not leave upwards: the length of the longest ceiling above
// it. Ceilings are real paths, but for those behind an empty one, which git takes as they are.
size_t ceiling_length(const std::string& start_dir, const Environment& environment) {
  size_t longest = 0;
  bool resolves = true;
  std::string_view list;
  if (environment.ceiling_directories) list = *environment.ceiling_directories;
  while (!list.empty()) {
    const std::string folder(list.substr(0, list.find(':')));
    list.remove_prefix(std::min(list.size(), folder.size() + 1));
    if (folder.empty()) resolves = false;
    if (!folder.starts_with('/')) continue;
    const std::string ceiling = resolves ? real_path(folder).value_or(folder) : folder;
    if (ceiling != start_dir && is_within(start_dir, ceiling)) {
      longest = std::max(longest, ceiling.size());
    }
  }
  return longest;
}

Result<Place> discover_named(const std::string& start_dir, const Environment& environment) {
  const std::string path = join_path(start_dir, *environment.git_dir);
  if (is_absent(path)) return unreadable("GIT_DIR " + path + ": does not exist");
  auto place = inspect_path(path, path.substr(0, path.rfind('/')), environment, start_dir);
  if (!place) return std::move(place).error().in("GIT_DIR");
  if (!*place) return unreadable("GIT_DIR " + path + ": is no git repository");
  (*place)->work_tree = start_dir;  // git's rule; settings may name another
  return **std::move(place);
}

}  // namespace

Result<Place> discover(const std::string& start_dir, const Environment& environment) {
  if (environment.git_dir) return discover_named(start_dir, environment);
  const size_t ceiling = ceiling_length(start_dir, environment);
  std::string folder = start_dir;
  for (;;) {
    const std::string dot_git = join_path(folder, ".git");
    if (!is_absent(dot_git)) {
      auto place = inspect_path(dot_git, folder, environment, start_dir);
      if (!place) return std::move(place).error();
      if (*place) {
        (*place)->work_tree = folder;
        return **std::move(place);
      }
    }
    auto bare = inspect(folder, environment, start_dir);
    if (!bare) return std::move(bare).error();
    if (*bare) return **std::move(bare);
    const size_t parent = folder.rfind('/');
    if (folder == "/" || (ceiling > 0 && std::max<size_t>(parent, 1) <= ceiling)) break;
    folder.resize(std::max<size_t>(parent, 1));
  }
  return unreadable(start_dir + ": is not in a git repository, nor is any folder above it one");
}

}  // namespace aegis::git
