// The strings of a JSON text, without a tree of all that stands in it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace aegis {

// A step on the way from the whole to a value.
struct JsonStep {
  std::string key;   // of an object's member
  size_t index = 0;  // of an array's element
  bool in_array = false;
};

// Calls visit for each string that is a value, in order, with its path. A key that stands twice is
// no error: both are visited. Comments are allowed. What is not valid JSON, or nests deeper than
// `deepest`, is an error that says the line; strings before it have been visited. Takes time linear
// in the text. The text of a string may be overwritten by visit.
Result<void> for_each_json_string(
    std::string_view text, size_t deepest,
    const std::function<void(const std::vector<JsonStep>& path, std::string& value)>& visit);

// "auths.hub.keys[2]"
std::string joined_path(const std::vector<JsonStep>& path);

}  // namespace aegis
