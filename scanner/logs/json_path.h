// Where in a line of JSON something stands, and what a string of JSON means.
#pragma once

#include <string>
#include <string_view>

namespace aegis {

// The path of the value that holds byte `at` of `line`, "$.http.headers[2].key"; names that are
// not plain words stand in brackets: $["a b"]. Empty where the line is no JSON there. A few words
// may stand before the JSON. Takes damaged JSON as far as it goes, deep nesting up to 64.
std::string json_path_at(std::string_view line, size_t at);

// `text`, the inside of a string of JSON, as it reads. What is no escape stays as it is.
std::string unescaped_json(std::string_view text);

}  // namespace aegis
