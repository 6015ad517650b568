// The text of githooks/aegis-hook, taken into the program at build time.
#pragma once

#include <string_view>

namespace aegis {

std::string_view hook_script();

}  // namespace aegis
