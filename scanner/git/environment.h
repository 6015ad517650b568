// The environment variables by which git tells a hook where its repository is.
#pragma once

#include <optional>
#include <string>

namespace aegis::git {

// A variable that is unset or empty is nullopt. Relative paths stand as they came; Repository says
// what each is relative to.
struct Environment {
  std::optional<std::string> git_dir;                       // GIT_DIR
  std::optional<std::string> work_tree;                     // GIT_WORK_TREE
  std::optional<std::string> common_dir;                    // GIT_COMMON_DIR
  std::optional<std::string> index_file;                    // GIT_INDEX_FILE
  std::optional<std::string> object_directory;              // GIT_OBJECT_DIRECTORY
  std::optional<std::string> alternate_object_directories;  // GIT_ALTERNATE_OBJECT_DIRECTORIES
  std::optional<std::string> ceiling_directories;           // GIT_CEILING_DIRECTORIES
};

// What this process was started with. REQUIRES: no other thread changes the environment meanwhile.
Environment environment_of_process();

}  // namespace aegis::git
