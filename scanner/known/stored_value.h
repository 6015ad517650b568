// What stands in a file of secrets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/base/secret.h"

namespace aegis {

struct StoredValue {
  std::string name;  // as the file has it: "DB_PASSWORD", "auths.hub.auth", "line 3"
  Secret value;
};

// What a reader makes of one file. A file may be readable in part: then both have something.
struct StoredValues {
  std::vector<StoredValue> values;     // in the order of the file
  std::optional<std::string> problem;  // what could not be made out: "line 3: not NAME=VALUE"

  void add(std::string name, std::string_view value) {
    values.push_back({std::move(name), Secret(value, 0)});
  }
  // The first one counts.
  void blame(size_t line, const char* what) {
    if (!problem) problem = "line " + std::to_string(line) + ": " + what;
  }
};

}  // namespace aegis
