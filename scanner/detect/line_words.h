// The words of a line, as a shell or a configuration file has them.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/rule/shape_match.h"

namespace aegis {

// The words from `at` to the line's end, at most `most` bytes on, quotes taken off. A backslash
// before the end goes on.
std::vector<Span> words_of_line(std::string_view bytes, size_t at, size_t most);

}  // namespace aegis
