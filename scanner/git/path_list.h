// Lists of folders, as git writes them in info/alternates and GIT_ALTERNATE_OBJECT_DIRECTORIES.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aegis::git {

// The entries between the separators, as written: relative ones stay relative. Empty ones and
// comments ("#...") are left out. An entry in double quotes may hold the separator and the escapes
// of C; one whose quotes do not match is taken literally, as git takes it.
std::vector<std::string> parse_path_list(std::string_view list, char separator);

}  // namespace aegis::git
