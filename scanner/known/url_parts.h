// What of a URL is secret.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/known/stored_value.h"

namespace aegis {

// Whether the whole value is one: scheme://...
bool is_url(std::string_view value);

// The password, as it stands and without %XX where that differs; parts of the path, the query and
// the user's name that look random; parameters whose name says that they are secret. Named "URL's
// password", "URL's part".
std::vector<StoredValue> secret_parts_of_url(std::string_view url);

}  // namespace aegis
