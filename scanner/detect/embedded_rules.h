// The built-in rules, compiled at build time into this program.
#pragma once

#include <string_view>

namespace aegis {

// What encode_rule_book gave. Lives as long as the program.
std::string_view embedded_rules();

}  // namespace aegis
