// Files of plain text that hold a secret or several.
#pragma once

#include <string_view>

#include "scanner/known/stored_value.h"

namespace aegis {

// Private keys in PEM form whole; of the rest each line is a value, and of a line "name: value" or
// "name=value" its value too. A file of one line has one name, "value".
StoredValues read_text_file(std::string_view text);

// All of it, but for white space at its ends: a credential that systemd hands to a service.
StoredValues read_whole_file(std::string_view text);

}  // namespace aegis
