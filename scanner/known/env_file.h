// Files of environment variables: NAME=VALUE, a line each, as shells and dotenv libraries read
// them.
#pragma once

#include <string_view>

#include "scanner/known/stored_value.h"

namespace aegis {

// Takes `export`, comments, quotes of all three kinds, values over several lines within quotes, and
// lines that end in CRLF. Where readers differ (a backslash without quotes or within double ones),
// each reading is a value. Other lines of a shell script are a problem.
StoredValues read_env_file(std::string_view text);

}  // namespace aegis
