// What kind of file a path names.
#pragma once

#include <string_view>

namespace aegis {

// Whether the file's name is one of a programming language's source, by its ending.
bool is_program_source(std::string_view path);

}  // namespace aegis
