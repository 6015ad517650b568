// The grammar of "a name is given a value".
//
//   password = "..."     "password": "..."      password: ...        PASSWORD=...      --password
//   ... cfg["password"] = '...'    <password>...</password>    key="password" value="..."
//   setPassword("...") let password: string = `...`     "password" => '...' \"password\":\"...\"
//   password == "..."
//
// Everything looked at lies within 1,200 bytes of the keyword.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/rule/shape_match.h"

namespace aegis {

struct Assignment {
  Span name;
  Span value;
  char quote = 0;         // what encloses the value, or 0
  bool compared = false;  // ==, != and the like, rather than given
};

// The assignment whose name holds the keyword at `keyword`, if there is one on its line.
std::optional<Assignment> assignment_around(std::string_view bytes, Span keyword);

// The name to the left of a value, across quotes, spaces and an operator; empty when there is none.
Span name_before(std::string_view bytes, size_t value);

}  // namespace aegis
