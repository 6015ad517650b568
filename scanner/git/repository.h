// Where a repository keeps its parts, and how its objects are named.
//
// Reads the handful of settings that decide how the repository must be read; nothing in it is ever
// executed: no hook, filter, alias, pager or fsmonitor, and no include of its config is followed.
// That is why, unlike git, this asks not who owns the folder: a foreign repository can make its own
// scan wrong or incomplete, and do no more. Starts no process and writes nothing.
//
// Understood: .git folders and files, bare repositories, linked worktrees, submodules, the
// variables in Environment. Refused with an error that names it: a format version above 1, an
// extension that is unknown, reftable.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/environment.h"
#include "scanner/git/oid.h"

namespace aegis::git {

// Immutable; any thread may read it. All paths are absolute.
class Repository {
 public:
  // Finds the repository that `git -C start_dir` would use. As in git, a relative GIT_DIR,
  // GIT_WORK_TREE or GIT_COMMON_DIR starts at `start_dir`; a relative GIT_INDEX_FILE or object
  // directory at the top of the work tree if `start_dir` is inside it, at `start_dir` if not.
  // Unlike git, the search does not stop where a file system ends.
  static Result<Repository> open(const std::string& start_dir, const Environment& environment);

  // HEAD and what else belongs to one worktree.
  const std::string& git_dir() const { return git_dir_; }
  // Objects, branches, config: shared by all linked worktrees; otherwise the same as git_dir().
  const std::string& common_dir() const { return common_dir_; }
  // Top of the work tree; empty for a bare repository.
  const std::string& work_tree() const { return work_tree_; }
  const std::string& index_file() const { return index_file_; }
  const std::string& object_directory() const { return object_directory_; }
  // Those of the environment, in order; info/alternates is the object store's business.
  const std::vector<std::string>& alternate_object_directories() const { return alternates_; }

  HashKind hash_kind() const { return hash_kind_; }
  // Some objects may be elsewhere, to be fetched when git needs them.
  bool is_partial_clone() const { return is_partial_clone_; }

 private:
  Repository() = default;

  Result<void> read_config(const std::string& start_dir, const Environment& environment);
  void place_parts(const std::string& start_dir, const Environment& environment);

  std::string git_dir_;
  std::string common_dir_;
  std::string work_tree_;
  std::string index_file_;
  std::string object_directory_;
  std::vector<std::string> alternates_;
  HashKind hash_kind_ = HashKind::kSha1;
  bool is_partial_clone_ = false;
};

}  // namespace aegis::git
