// Which reader a file of secrets is for.
#pragma once

#include <string_view>

#include "scanner/known/stored_value.h"

namespace aegis {

using StoreReader = StoredValues (*)(std::string_view text);

// By the file's name; where that says nothing, by its beginning: JSON, a PEM block, NAME=VALUE
// lines, or one line. Null when it is none of these.
StoreReader reader_for(std::string_view path, std::string_view text);

// Whether the folder holds credentials that systemd hands to a service: one a file, named by it.
bool is_systemd_credentials(std::string_view folder);

}  // namespace aegis
