// Paths of a repository's parts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aegis::git {

// `path` as it is if it is absolute, else below `base`.
std::string join_path(std::string_view base, std::string_view path);

// Whether `path` is `folder` or below it. Compares names only: both must be real paths.
bool is_within(std::string_view path, std::string_view folder);

// With all links resolved; nothing if there is no such thing.
std::optional<std::string> real_path(const std::string& path);

// Also true for a link to a folder.
bool is_folder(const std::string& path);

// True only when it is certain that nothing stands there. What may not be looked at is not absent:
// to take it so would call a repository empty that is merely locked.
bool is_absent(const std::string& path);

}  // namespace aegis::git
