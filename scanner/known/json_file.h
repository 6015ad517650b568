// Files of secrets in JSON.
#pragma once

#include <string_view>

#include "scanner/known/stored_value.h"

namespace aegis {

// Every string, at any depth, named by its path: "auths.hub.auth", "keys[2]". JSON with comments.
// What is not valid, or nests deeper than 200 levels, is a problem; what stands before it counts.
StoredValues read_json_file(std::string_view text);

// The same of a program's settings (~/.claude.json), most of which are no secrets: only what a name
// on the path calls one, and the values of `env` and `headers`.
StoredValues read_json_settings(std::string_view text);

}  // namespace aegis
