// UTF-8, one code point at a time, on bytes that need not be UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace aegis {

struct CodePoint {
  char32_t value = 0;  // the byte itself where it is not part of valid UTF-8
  size_t size = 1;     // bytes
  bool valid = false;
};

// REQUIRES: `text` is not empty.
CodePoint first_code_point(std::string_view text);

bool is_utf8(std::string_view text);

// Each byte that is not UTF-8 counts as one.
size_t count_code_points(std::string_view text);

// `text` without what a cut between any two bytes left of a code point at its beginning, or end.
std::string_view without_cut_beginning(std::string_view text);
std::string_view without_cut_end(std::string_view text);

}  // namespace aegis
