// The search for a repository: which folder is its git folder, and which its work tree.
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/git/environment.h"

namespace aegis::git {

struct Place {
  std::string git_dir;
  std::string common_dir;  // the same, but for a linked worktree
  std::string work_tree;   // empty if the repository was met from inside, as bare ones are
};

// From GIT_DIR if it is set; else from `start_dir`, a real path, upwards, not into a folder of
// GIT_CEILING_DIRECTORIES. A ".git" that is a folder but no repository is passed over, as in git;
// one that is neither a folder nor a file that names a repository is an error. Settings are not
// read yet.
Result<Place> discover(const std::string& start_dir, const Environment& environment);

}  // namespace aegis::git
