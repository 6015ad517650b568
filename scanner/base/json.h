// JSON as this program reads and writes it.
//
// The library's exceptions stop here: parse_json turns them into errors, and the other functions do
// not throw. REQUIRES, for nlohmann's own accessors: the caller has checked the type.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "scanner/base/result.h"

namespace aegis {

// Keys keep the order in which they are added.
using Json = nlohmann::ordered_json;

// Strict JSON with // and /* */ comments allowed. A key that stands twice in one object is an
// error. An error says the line.
Result<Json> parse_json(std::string_view text);

// One line, ASCII where `text` is not UTF-8: each such byte becomes U+FFFD.
std::string to_json_line(const Json& value);
std::string to_json_pretty(const Json& value);

// The number, from 1, of the line on which `needle` first stands at or after `from`; 0 when
// nowhere.
size_t line_of(std::string_view text, std::string_view needle, size_t from = 0);

}  // namespace aegis
