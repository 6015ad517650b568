#include "scanner/agent/protected_paths.h"

#include <climits>
#include <cstdlib>
#include <memory>
#include <utility>

#include "scanner/agent/shell_values.h"

namespace aegis::agent {

namespace {

// Beside what the file rules know: their list is of what must not be committed.
constexpr const char* kNames[] = {".env*",   "credentials*", ".credentials*",
                                  ".pypirc", "restic*pass*", "*.keystore"};

// Whatever is in these is secret, whatever it is called.
constexpr const char* kPlaces[] = {".secure",
                                   ".secure/**",
                                   ".aws/credentials",
                                   ".aws/sso/**",
                                   ".gnupg",
                                   ".gnupg/**",
                                   ".password-store",
                                   ".password-store/**",
                                   ".docker/config.json",
                                   ".claude.json",
                                   ".config/gcloud/**",
                                   ".azure/**",
                                   "proc/*/environ",
                                   "run/secrets/**",
                                   "run/credentials/**"};

// No secrets, though their names say so.
constexpr const char* kHarmless[] = {
    "*.example",    "*.example.*", "*-example", "*.sample", "*.sample.*", "*-sample", "*.template",
    "*.template.*", "*.tmpl",      "*.dist",    "*.schema", "*.schema.*", "*.pub",    "*.md",
    "*.rst",        "*.c",         "*.cc",      "*.cpp",    "*.cs",       "*.ex",     "*.go",
    "*.h",          "*.hpp",       "*.html",    "*.java",   "*.js",       "*.jsx",    "*.kt",
    "*.mjs",        "*.php",       "*.py",      "*.rb",     "*.rs",       "*.scala",  "*.swift",
    "*.ts",         "*.tsx",       "*.vue"};

// Settings that switch off what watches over the agent. They may be read.
constexpr const char* kGuards[] = {".git/hooks",
                                   ".git/hooks/**",
                                   ".git/config",
                                   ".git/config.worktree",
                                   ".gitconfig",
                                   ".config/git/config",
                                   "etc/gitconfig",
                                   ".husky",
                                   ".husky/**",
                                   "aegis/config.json",
                                   ".config/aegis",
                                   ".config/aegis/**",
                                   ".aegis.json",
                                   ".aegisignore",
                                   ".aegisbaseline",
                                   "bin/aegis",
                                   ".claude/settings.json",
                                   ".claude/settings.local.json",
                                   ".claude/managed-settings.json",
                                   ".cursor/hooks.json",
                                   ".github/hooks/**",
                                   ".copilot/hooks/**",
                                   ".copilot/config.json",
                                   ".copilot/settings.json",
                                   ".gemini/settings.json",
                                   ".codex/hooks.json",
                                   ".codex/config.toml"};

// Ids of globs: a name is spared where another one says that it is harmless.
constexpr uint32_t kByName = 0;
constexpr uint32_t kCertain = 1;

template <typename List>
void add_all(const List& list, uint32_t id, PathGlobs& globs) {
  for (const auto& glob : list) globs.add(glob, id);
}

// Relative globs match at any depth, so one below the home folder needs no more than its rest.
std::vector<std::string> without_home(std::vector<std::string> globs) {
  for (std::string& glob : globs) {
    if (glob.starts_with("~/")) glob.erase(0, 2);
    while (glob.starts_with('/')) glob.erase(0, 1);
  }
  return globs;
}

std::string shown(std::string_view path) {
  std::string text;
  for (const char c : path) text += c == kUnknown ? '*' : c;
  return text;
}

std::string real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  return real ? std::string(real.get()) : std::string();
}

bool matches(const PathGlobs& globs, std::string_view path) {
  return !globs.empty() && !globs.matches(path).empty();
}

}  // namespace

std::string normal_path(std::string_view path, const std::string& folder, const std::string& home) {
  std::string whole;
  if (path == "~" || path.starts_with("~/")) {
    whole = home + std::string(path.substr(1));
  } else if (path.starts_with('/') || path.starts_with(kUnknown)) {
    whole = path;
  } else {
    whole = folder + "/" + std::string(path);
  }
  std::vector<std::string_view> parts;
  for (std::string_view rest = whole; !rest.empty();) {
    const size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
    if (part == ".." && !parts.empty()) parts.pop_back();
    if (!part.empty() && part != "." && part != "..") parts.push_back(part);
  }
  std::string normal;
  for (const std::string_view part : parts) {
    if (part.front() != kUnknown || !normal.empty()) normal += '/';
    normal += part;
  }
  return normal.empty() ? "/" : normal;
}

ProtectedPaths::ProtectedPaths(const std::vector<std::string>& protect,
                               const std::vector<std::string>& allow, std::string home,
                               std::function<bool(std::string_view)> is_sensitive)
    : home_(std::move(home)), is_sensitive_(std::move(is_sensitive)) {
  add_all(kNames, kByName, secrets_);
  add_all(kPlaces, kCertain, secrets_);
  add_all(without_home(protect), kCertain, secrets_);
  add_all(kHarmless, kByName, allowed_);
  add_all(without_home(allow), kCertain, allowed_);
  add_all(kGuards, kCertain, guards_);
}

bool ProtectedPaths::is_protected(std::string_view path) const {
  const std::vector<uint32_t> because = secrets_.matches(path);
  const std::vector<uint32_t> spared = allowed_.matches(path);
  // What the user allows is allowed; what the user protects no harmless ending frees.
  if (!spared.empty() && spared.back() == kCertain) return false;
  if (!because.empty() && because.back() == kCertain) return true;
  return spared.empty() && (!because.empty() || is_sensitive_(path));
}

std::optional<std::string> ProtectedPaths::objection(std::string_view path,
                                                     const std::string& folder,
                                                     Access access) const {
  if (path.empty() || path.size() > PATH_MAX) return std::nullopt;
  const std::string normal = normal_path(path, folder, home_);
  const std::string real = real_path(normal);
  for (const std::string& one : {normal, real}) {
    std::string_view relative = one;
    while (relative.starts_with('/')) relative.remove_prefix(1);
    if (relative.empty()) continue;
    if (is_protected(relative)) return shown(path) + " is protected: it may hold secrets";
    if (access == Access::kWrite && matches(guards_, relative)) {
      return shown(path) + " is guarded: it decides what watches over this agent";
    }
  }
  return std::nullopt;
}

}  // namespace aegis::agent
