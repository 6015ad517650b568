// Which build of the program this is.
#pragma once

#include <string_view>

namespace aegis {

// The linker's hash over all of the program; empty where it was linked without one.
std::string_view build_id();

}  // namespace aegis
