// Which files a coding agent must leave alone.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/path_globs.h"

namespace aegis::agent {

enum class Access {
  kRead,
  kWrite,  // or anything else that changes the file
};

// Immutable; shared by threads.
class ProtectedPaths {
 public:
  // Globs as base/path_globs.h has them; "~/" is the home folder. What matches `allow` is never
  // protected, what matches `protect` is beside what always is. `is_sensitive` tells of a path from
  // the top, without a leading slash, whether its name says that it holds secrets.
  ProtectedPaths(const std::vector<std::string>& protect, const std::vector<std::string>& allow,
                 std::string home, std::function<bool(std::string_view)> is_sensitive);

  // Why `path` must not be touched, or nothing. A relative path begins at `folder`, an absolute
  // one; ~/ is the home folder. Links are followed where they are there: a harmless name for a
  // protected file is as good as its own.
  std::optional<std::string> objection(std::string_view path, const std::string& folder,
                                       Access access) const;

  const std::string& home() const { return home_; }

 private:
  bool is_protected(std::string_view path) const;

  std::string home_;
  std::function<bool(std::string_view)> is_sensitive_;
  PathGlobs secrets_;
  PathGlobs guards_;
  PathGlobs allowed_;
};

// `path` from the root, without "." and ".." and repeated slashes. What begins with kUnknown
// stays relative, since nobody knows to what.
std::string normal_path(std::string_view path, const std::string& folder, const std::string& home);

}  // namespace aegis::agent
