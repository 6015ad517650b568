#include "scanner/source/glob_paths.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "scanner/base/fd.h"
#include "scanner/base/glob.h"

namespace aegis {

namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

std::string joined(const std::string& folder, const std::string& name) {
  if (folder.empty()) return name;
  return folder.back() == '/' ? folder + name : folder + '/' + name;
}

// Names in a folder, sorted, without "." and "..".
Result<std::vector<std::string>> names_in(const std::string& folder) {
  const std::string path = folder.empty() ? "." : folder;
  const std::unique_ptr<DIR, CloseFolder> handle(::opendir(path.c_str()));
  if (!handle) {
    // What is no folder has nothing in it that could match.
    if (errno == ENOTDIR || errno == ENOENT) return std::vector<std::string>{};
    return system_error(ErrorKind::kUnreadable, "cannot read the folder", errno).in(path);
  }
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(handle.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool is_folder(const std::string& path) {
  struct stat info {};
  return ::lstat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

// The parts of a path between its slashes; one that begins at the root begins with "/".
std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  if (path.starts_with('/')) parts.emplace_back("/");
  while (!path.empty()) {
    const size_t slash = std::min(path.find('/'), path.size());
    if (slash > 0) parts.emplace_back(path.substr(0, slash));
    path.remove_prefix(std::min(path.size(), slash + 1));
  }
  return parts;
}

class Expansion {
 public:
  explicit Expansion(std::vector<std::string> parts) : parts_(std::move(parts)) {}

  Result<std::vector<std::string>> run() {
    if (auto ok = expand("", 0); !ok) return std::move(ok).error();
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    return std::move(found_);
  }

 private:
  // Everything below `folder` that the parts from `at` on match. Recursion is as deep as the
  // pattern has parts, or, below `**`, as folders are.
  Result<void> expand(const std::string& folder, size_t at) {
    if (at == parts_.size()) {
      if (!folder.empty() && exists(folder)) found_.push_back(folder);
      return {};
    }
    const std::string& part = parts_[at];
    if (!is_glob(part)) return expand(joined(folder, part), at + 1);
    const bool any_folders = part == "**";
    if (any_folders) {
      if (auto ok = expand(folder, at + 1); !ok) return ok;
    }
    auto names = names_in(folder);
    if (!names) return std::move(names).error();
    for (const std::string& name : *names) {
      if (name[0] == '.' && part[0] != '.') continue;
      const std::string path = joined(folder, name);
      Result<void> ok;
      if (any_folders) {
        if (is_folder(path)) ok = expand(path, at);
      } else if (glob_matches(part, name)) {
        ok = expand(path, at + 1);
      }
      if (!ok) return ok;
    }
    return {};
  }

  std::vector<std::string> parts_;
  std::vector<std::string> found_;
};

}  // namespace

bool is_glob(std::string_view path) {
  for (size_t at = 0; at < path.size(); ++at) {
    if (path[at] == '\\') {
      ++at;
    } else if (path[at] == '*' || path[at] == '?' || path[at] == '[') {
      return true;
    }
  }
  return false;
}

Result<std::vector<std::string>> glob_paths(const std::string& pattern) {
  return Expansion(parts_of(pattern)).run();
}

}  // namespace aegis
