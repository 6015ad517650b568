// The files that a pattern names, for patterns that no shell has looked at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace aegis {

// Whether `path` is a pattern: it has an unescaped `*`, `?` or `[`.
bool is_glob(std::string_view path);

// The paths that match, sorted. `*`, `?` and `[a-z]` do not match `/`; a part that is `**` stands
// for any number of folders, links to folders not among them. A name that begins with a dot is
// matched by a pattern that begins with one only. An error says which folder cannot be read.
Result<std::vector<std::string>> glob_paths(const std::string& pattern);

}  // namespace aegis
