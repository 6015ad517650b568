#include "scanner/git/repository.h"

#include <algorithm>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/git/config.h"
#include "scanner/git/discovery.h"
#include "scanner/git/path_list.h"
#include "scanner/git/paths.h"

namespace aegis::git {

namespace {

constexpr uint64_t kMaxConfigSize = 1024 * 1024;

// Of format version 1; each changes nothing in how objects, refs and index are read.
constexpr std::string_view kHarmlessExtensions[] = {
    "noop", "noop-v1", "partialclone", "worktreeconfig", "preciousobjects", "relativeworktrees"};

Error unsupported(std::string_view name, std::string_view value) {
  return unreadable("the repository needs the extension " + std::string(name) + "=" +
                    std::string(value) + ", which aegis cannot read");
}

Result<HashKind> check_extensions(const Config& config) {
  HashKind kind = HashKind::kSha1;
  for (const ConfigSection& section : config.sections()) {
    if (section.name != "extensions" || !section.subsection.empty()) continue;
    for (const auto& [name, value] : section.variables) {
      if (name == "objectformat" && (value == "sha1" || value == "sha256")) {
        kind = value == "sha1" ? HashKind::kSha1 : HashKind::kSha256;
        continue;
      }
      if (name == "refstorage" && value == "files") continue;
      const auto* const end = std::end(kHarmlessExtensions);
      if (std::find(std::begin(kHarmlessExtensions), end, name) == end) {
        return unsupported("extensions." + name, value);
      }
    }
  }
  return kind;
}

// As git does, version 0 ignores extensions; but one that says how to read the rest, in a version
// that does not know it, means that something is wrong.
Result<HashKind> check_format(const Config& config) {
  const std::string_view version = config.get("core", "repositoryformatversion").value_or("0");
  if (version == "1") return check_extensions(config);
  if (version != "0") return unsupported("core.repositoryformatversion", version);
  for (const char* const name : {"objectformat", "refstorage"}) {
    if (const auto value = config.get("extensions", name)) {
      return unsupported(std::string("extensions.") + name, *value);
    }
  }
  return HashKind::kSha1;
}

bool has_promisor(const Config& config) {
  if (config.get("extensions", "partialclone")) return true;
  for (const ConfigSection& section : config.sections()) {
    if (section.name != "remote") continue;
    for (const auto& [name, value] : section.variables) {
      if (name == "promisor" && value != "false") return true;
    }
  }
  return false;
}

}  // namespace

Result<Repository> Repository::open(const std::string& start_dir, const Environment& environment) {
  auto start = real_path(start_dir);
  if (!start) return unreadable(start_dir + ": there is no such folder");
  auto place = discover(*start, environment);
  if (!place) return std::move(place).error();
  Repository repository;
  repository.git_dir_ = std::move(place->git_dir);
  repository.common_dir_ = std::move(place->common_dir);
  repository.work_tree_ = std::move(place->work_tree);
  if (auto read = repository.read_config(*start, environment); !read)
    return std::move(read).error();
  repository.place_parts(*start, environment);
  return repository;
}

Result<void> Repository::read_config(const std::string& start_dir, const Environment& environment) {
  const std::string path = common_dir_ + "/config";
  Config config;
  if (!is_absent(path)) {  // a repository without one is of version 0
    auto text = read_file(path, kMaxConfigSize);
    if (!text) return std::move(text).error().in(path);
    auto parsed = Config::parse(*text);
    if (!parsed) return std::move(parsed).error().in(path);
    config = *std::move(parsed);
  }
  auto kind = check_format(config);
  if (!kind) return std::move(kind).error().in(path);
  hash_kind_ = *kind;
  is_partial_clone_ = has_promisor(config);

  const auto configured = config.get("core", "worktree");
  const bool is_linked = git_dir_ != common_dir_;  // core.worktree is then another's
  if (environment.work_tree) {
    work_tree_ = join_path(start_dir, *environment.work_tree);
  } else if (configured && !is_linked) {
    work_tree_ = join_path(git_dir_, *configured);
  } else if (config.get_bool("core", "bare").value_or(false) && !is_linked) {
    work_tree_.clear();
  }
  if (!work_tree_.empty()) work_tree_ = real_path(work_tree_).value_or(work_tree_);
  return {};
}

void Repository::place_parts(const std::string& start_dir, const Environment& environment) {
  const bool is_inside = !work_tree_.empty() && is_within(start_dir, work_tree_);
  const std::string& base = is_inside ? work_tree_ : start_dir;
  index_file_ =
      environment.index_file ? join_path(base, *environment.index_file) : git_dir_ + "/index";
  object_directory_ = environment.object_directory ? join_path(base, *environment.object_directory)
                                                   : common_dir_ + "/objects";
  if (environment.alternate_object_directories) {
    for (const auto& path : parse_path_list(*environment.alternate_object_directories, ':')) {
      alternates_.push_back(join_path(base, path));
    }
  }
}

}  // namespace aegis::git
