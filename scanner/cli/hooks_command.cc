// Installs the pre-commit hook where git will look for it.
//
// Where that is, git itself says (`core.hooksPath` may come from any of its configuration files),
// so this command, unlike a scan, starts git.
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <optional>

#include "scanner/base/fd.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/hook_script.h"
#include "scanner/cli/output.h"

namespace aegis {

namespace {

constexpr std::string_view kMark = "# Aegis pre-commit hook";
constexpr uint64_t kMostBytes = 1 << 20;

Result<std::string> hooks_folder() {
  const std::unique_ptr<FILE, int (*)(FILE*)> git(::popen("git rev-parse --git-path hooks", "re"),
                                                  &::pclose);
  if (!git) return system_error(ErrorKind::kInternal, "cannot start git", errno);
  std::string folder;
  for (int c = std::fgetc(git.get()); c != EOF && c != '\n'; c = std::fgetc(git.get())) {
    folder += static_cast<char>(c);
  }
  if (folder.empty()) return usage_error("not in a git repository; change to one first");
  return folder;
}

enum class Installed { kNothing, kOurs, kOther };

Result<Installed> what_is_at(const std::string& path) {
  if (!exists(path)) return Installed::kNothing;
  auto text = read_file(path, kMostBytes);
  if (!text) return std::move(text).error().in(path);
  return text->find(kMark) != std::string::npos ? Installed::kOurs : Installed::kOther;
}

std::string own_path() {
  std::string path(4096, '\0');
  const ssize_t n = ::readlink("/proc/self/exe", path.data(), path.size());
  path.resize(n > 0 ? static_cast<size_t>(n) : 0);
  return path;
}

// The script, with this program's place in it. A single quote in a path ends the shell's quotes.
std::string script_for(const std::string& program) {
  std::string quoted;
  for (const char c : program) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  std::string script(hook_script());
  constexpr std::string_view kPlace = "aegis=''";
  const size_t at = script.find(kPlace);
  if (at != std::string::npos) script.replace(at, kPlace.size(), "aegis='" + quoted + "'");
  return script;
}

Result<void> move_file(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) == 0) return {};
  return system_error(ErrorKind::kUsage, "cannot rename " + from, errno);
}

Result<std::string> install(const std::string& hook, const std::string& before) {
  auto found = what_is_at(hook);
  if (!found) return std::move(found).error();
  std::string said;
  if (*found == Installed::kOther) {
    if (exists(before)) return usage_error(before + " exists already; move it away first");
    if (auto ok = move_file(hook, before); !ok) return std::move(ok).error();
    said = "kept the hook that was there as " + before + "; it runs first\n";
  }
  if (auto ok = write_file_whole(hook, script_for(own_path())); !ok) {
    if (*found == Installed::kOther) (void)move_file(before, hook);
    return usage_error(ok.error().message());
  }
  if (::chmod(hook.c_str(), 0755) != 0)
    return system_error(ErrorKind::kUsage, "cannot chmod " + hook, errno);
  return said + "installed " + hook + "\n";
}

Result<std::string> uninstall(const std::string& hook, const std::string& before) {
  auto found = what_is_at(hook);
  if (!found) return std::move(found).error();
  if (*found != Installed::kOurs) return "no Aegis hook at " + hook + "; nothing done\n";
  if (exists(before)) {
    if (auto ok = move_file(before, hook); !ok) return std::move(ok).error();
    return "removed; the hook that was there before is back at " + hook + "\n";
  }
  if (::unlink(hook.c_str()) != 0)
    return system_error(ErrorKind::kUsage, "cannot remove " + hook, errno);
  return "removed " + hook + "\n";
}

Result<std::string> status(const std::string& hook, const std::string& before) {
  auto found = what_is_at(hook);
  if (!found) return std::move(found).error();
  switch (*found) {
    case Installed::kNothing:
      return "not installed: " + hook + " is not there\n";
    case Installed::kOther:
      return "not installed: " + hook + " is another hook\n";
    case Installed::kOurs:
      break;
  }
  if (::access(hook.c_str(), X_OK) != 0)
    return "installed but not executable: chmod +x " + hook + "\n";
  return "installed: " + hook + (exists(before) ? ", after " + before : "") + "\n";
}

Result<std::string> answer(Command command) {
  auto folder = hooks_folder();
  if (!folder) return std::move(folder).error();
  const std::string hook = *folder + "/pre-commit";
  const std::string before = hook + ".before-aegis";
  switch (command) {
    case Command::kHooksInstall:
      ::mkdir(folder->c_str(),
              0777);  // git makes none in some templates; an error shows when writing
      return install(hook, before);
    case Command::kHooksUninstall:
      return uninstall(hook, before);
    default:
      return status(hook, before);
  }
}

}  // namespace

int run_hooks_command(const Options& options) {
  auto text = answer(options.command);
  if (!text) {
    complain(text.error().message());
    return exit_code_of(text.error());
  }
  return write_all(STDOUT_FILENO, *text) ? kExitClean : kExitInternal;
}

}  // namespace aegis
