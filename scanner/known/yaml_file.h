// Files of secrets in YAML.
#pragma once

#include <string_view>

#include "scanner/known/stored_value.h"

namespace aegis {

// The scalars of block and flow collections, named by their path: plain, quoted, and block scalars
// (`|` and `>`), over several lines too. Of an alias nothing is read: its anchor's value is. A
// complex key (`? `) and a tab in an indentation are problems; the rest of the file counts.
StoredValues read_yaml_file(std::string_view text);

}  // namespace aegis
