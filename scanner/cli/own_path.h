// Where this program is.
#pragma once

#include <string>

namespace aegis {

// An absolute path; empty where the system does not say.
std::string own_path();

}  // namespace aegis
