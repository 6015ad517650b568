#include "scanner/hooks/hook_files.h"

#include <unistd.h>

#include <cerrno>

#include "scanner/base/fd.h"
#include "scanner/base/replace_file.h"
#include "scanner/hooks/git_program.h"

namespace aegis {

namespace {

constexpr std::string_view kMark = "# Aegis hook:";
constexpr uint64_t kMostBytes = 1 << 20;

// Gives the script's variable that is empty a value. A single quote in it ends the shell's quotes.
void set_variable(std::string& text, const std::string& name, std::string_view value) {
  std::string quoted;
  for (const char c : value) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  const std::string place = "\n" + name + "=''";
  const size_t at = text.find(place);
  if (at != std::string::npos) text.replace(at, place.size(), "\n" + name + "='" + quoted + "'");
}

Result<void> move_file(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) == 0) return {};
  return system_error(ErrorKind::kUsage, "cannot rename " + from, errno);
}

}  // namespace

std::string hook_text(std::string_view script, const std::string& program,
                      std::string_view everywhere) {
  std::string text(script);
  set_variable(text, "aegis", program);
  set_variable(text, "everywhere", everywhere);
  return text;
}

Result<std::string> hooks_folder() {
  auto run = run_git({"rev-parse", "--path-format=absolute", "--git-path", "hooks"});
  if (!run) return std::move(run).error();
  const std::string folder = run->output.substr(0, run->output.find('\n'));
  if (run->code != 0 || folder.empty()) {
    return usage_error("not in a git repository; change to one first");
  }
  return folder;
}

Result<std::string> own_hooks_folder() {
  auto run = run_git({"rev-parse", "--path-format=absolute", "--git-common-dir"});
  if (!run) return std::move(run).error();
  if (run->code != 0) return usage_error("not in a git repository; change to one first");
  return run->output.substr(0, run->output.find('\n')) + "/hooks";
}

HookFile::HookFile(const std::string& folder, HookKind kind)
    : path_(folder + "/" + name_of(kind)), before_(path_ + ".before-aegis") {}

Result<std::string> HookFile::text() const {
  if (!exists(path_)) return std::string();
  auto text = read_file(path_, kMostBytes);
  if (!text) return std::move(text).error().in(path_);
  return text;
}

Result<InstalledHook> HookFile::found() const {
  if (!exists(path_)) return InstalledHook::kNone;
  auto read = text();
  if (!read) return std::move(read).error();
  return read->find(kMark) != std::string::npos ? InstalledHook::kOurs : InstalledHook::kOther;
}

bool HookFile::is_executable() const {
  return ::access(path_.c_str(), X_OK) == 0;
}

bool HookFile::passes_on() const {
  const auto read = text();
  return read && read->find("\neverywhere='pass'\n") != std::string::npos;
}

Result<std::string> HookFile::install(std::string_view script, const std::string& program) const {
  auto there = found();
  if (!there) return std::move(there).error();
  std::string said;
  if (*there == InstalledHook::kOther) {
    if (exists(before_)) return usage_error(before_ + " exists already; move it away first");
    if (auto ok = move_file(path_, before_); !ok) return std::move(ok).error();
    said = "kept the hook that was there as " + before_ + "; it runs first\n";
  }
  if (auto ok = replace_file(path_, hook_text(script, program), 0755, ErrorKind::kUsage); !ok) {
    if (*there == InstalledHook::kOther) (void)move_file(before_, path_);
    return std::move(ok).error();
  }
  return said + "installed " + path_ + "\n";
}

Result<std::string> HookFile::uninstall() const {
  auto there = found();
  if (!there) return std::move(there).error();
  if (*there != InstalledHook::kOurs) return "no Aegis hook at " + path_ + "; nothing done\n";
  if (exists(before_)) {
    if (auto ok = move_file(before_, path_); !ok) return std::move(ok).error();
    return "removed; the hook that was there before is back at " + path_ + "\n";
  }
  if (::unlink(path_.c_str()) != 0) {
    return system_error(ErrorKind::kUsage, "cannot remove " + path_, errno);
  }
  return "removed " + path_ + "\n";
}

Result<std::string> HookFile::status() const {
  auto there = found();
  if (!there) return std::move(there).error();
  switch (*there) {
    case InstalledHook::kNone:
      return "not installed: " + path_ + " is not there\n";
    case InstalledHook::kOther:
      return "not installed: " + path_ + " is another hook\n";
    case InstalledHook::kOurs:
      break;
  }
  if (passes_on()) return "not installed: " + path_ + " runs the repository's own hook only\n";
  if (!is_executable()) return "installed but not executable: chmod +x " + path_ + "\n";
  return "installed: " + path_ + (exists(before_) ? ", after " + before_ : "") + "\n";
}

}  // namespace aegis
