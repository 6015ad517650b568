// The header lines that commits and tags begin with.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/git/oid.h"

namespace aegis::git {

// Takes "<key> <name of an object>\n" off the front of `bytes`, or nothing.
std::optional<Oid> take_name(std::string_view& bytes, std::string_view key, HashKind kind);

struct HeadersAndMessage {
  std::string_view headers;
  std::string_view message;  // what follows the first empty line
};

HeadersAndMessage split_message(std::string_view bytes);

// The value of the first header of that key; empty where there is none.
std::string_view find_header(std::string_view headers, std::string_view key);

}  // namespace aegis::git
