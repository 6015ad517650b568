// The escapes of $'...'.
#pragma once

#include <string>
#include <string_view>

namespace aegis::agent {

struct AnsiText {
  std::string text;
  size_t length = 0;  // of what was read, the closing quote included
};

// `rest` begins after the opening quote; without a closing one all of it is read.
AnsiText unescape_ansi(std::string_view rest);

}  // namespace aegis::agent
