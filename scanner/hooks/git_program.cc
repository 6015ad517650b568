#include "scanner/hooks/git_program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include "scanner/base/fd.h"

namespace aegis {

namespace {

constexpr size_t kMostOutput = 64 * 1024;

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

std::vector<char*> environment_of(GitEnvironment kind) {
  std::vector<char*> all;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const std::string_view name = text.substr(0, text.find('='));
    const bool ties = std::find(std::begin(kOfRepository), std::end(kOfRepository), name) !=
                      std::end(kOfRepository);
    if (kind == GitEnvironment::kInherited || !ties) all.push_back(*variable);
  }
  all.push_back(nullptr);
  return all;
}

std::string read_to_end(int fd) {
  std::string output;
  std::array<char, 4096> buffer;
  while (true) {
    const auto size = read_fully(fd, buffer);
    if (!size || *size == 0) return output;
    output.append(buffer.data(), std::min(*size, kMostOutput - output.size()));
  }
}

int code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result<GitRun> run_git(const std::vector<std::string>& arguments, GitEnvironment environment) {
  std::vector<char*> words;
  std::string git = "git";
  words.push_back(git.data());
  std::vector<std::string> copies = arguments;
  for (std::string& argument : copies) words.push_back(argument.data());
  words.push_back(nullptr);
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return system_error(ErrorKind::kInternal, "cannot start git", errno);
  }
  const Fd from(ends[0]);
  Fd to(ends[1]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, to.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, to.get(), STDERR_FILENO);
  std::vector<char*> variables = environment_of(environment);
  pid_t child = 0;
  const int failed =
      ::posix_spawnp(&child, "git", &actions, nullptr, words.data(), variables.data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return system_error(ErrorKind::kUsage, "cannot start git", failed);
  to = Fd();
  GitRun run;
  run.output = read_to_end(from.get());
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  run.code = code_of(status);
  return run;
}

}  // namespace aegis
