#include "scanner/git/environment.h"

#include <cstdlib>

namespace aegis::git {

namespace {

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

}  // namespace

Environment environment_of_process() {
  return {
      .git_dir = variable("GIT_DIR"),
      .work_tree = variable("GIT_WORK_TREE"),
      .common_dir = variable("GIT_COMMON_DIR"),
      .index_file = variable("GIT_INDEX_FILE"),
      .object_directory = variable("GIT_OBJECT_DIRECTORY"),
      .alternate_object_directories = variable("GIT_ALTERNATE_OBJECT_DIRECTORIES"),
      .ceiling_directories = variable("GIT_CEILING_DIRECTORIES"),
  };
}

}  // namespace aegis::git
