#include "scanner/hooks/git_program.h"

#include <algorithm>
#include <string_view>

#include "scanner/base/program.h"

namespace aegis {

namespace {

// `git rev-parse --local-env-vars`, but for what sets single options (GIT_CONFIG_...).
constexpr std::string_view kOfRepository[] = {"GIT_ALTERNATE_OBJECT_DIRECTORIES",
                                              "GIT_CONFIG",
                                              "GIT_OBJECT_DIRECTORY",
                                              "GIT_DIR",
                                              "GIT_WORK_TREE",
                                              "GIT_IMPLICIT_WORK_TREE",
                                              "GIT_GRAFT_FILE",
                                              "GIT_INDEX_FILE",
                                              "GIT_NO_REPLACE_OBJECTS",
                                              "GIT_REPLACE_REF_BASE",
                                              "GIT_PREFIX",
                                              "GIT_SHALLOW_FILE",
                                              "GIT_COMMON_DIR",
                                              "GIT_QUARANTINE_PATH"};

std::vector<std::string> environment_of(GitEnvironment kind) {
  std::vector<std::string> all = own_variables();
  if (kind == GitEnvironment::kInherited) return all;
  std::erase_if(all, [](const std::string& variable) {
    const std::string_view name = std::string_view(variable).substr(0, variable.find('='));
    return std::find(std::begin(kOfRepository), std::end(kOfRepository), name) !=
           std::end(kOfRepository);
  });
  return all;
}

}  // namespace

Result<GitRun> run_git(const std::vector<std::string>& arguments, GitEnvironment environment) {
  Program git;
  git.words = {"git"};
  git.words.insert(git.words.end(), arguments.begin(), arguments.end());
  git.variables = environment_of(environment);
  git.deadline = std::chrono::minutes(10);  // it may clone
  auto run = run_program(git);
  if (!run) return std::move(run).error();
  return GitRun{run->code, run->output + run->errors};
}

}  // namespace aegis
