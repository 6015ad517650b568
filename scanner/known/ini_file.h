// Files of sections and settings: INI (~/.aws/credentials), properties, ~/.npmrc.
#pragma once

#include <string_view>

#include "scanner/known/stored_value.h"

namespace aegis {

// `name = value` or `name: value`, named "section.name"; comments begin with # or ;. Quotes around
// a value are taken off. Where readers differ (a comment behind a value, a line that goes on on the
// next one), each reading is a value.
StoredValues read_ini_file(std::string_view text);

}  // namespace aegis
