#include "scanner/known/json_file.h"

#include <algorithm>

#include "scanner/base/json_strings.h"
#include "scanner/known/secret_word.h"

namespace aegis {

namespace {

constexpr size_t kDeepest = 200;

StoredValues read(std::string_view text, bool (*counts)(const std::vector<JsonStep>& path)) {
  StoredValues out;
  const auto visit = [&](const std::vector<JsonStep>& path, std::string& value) {
    if (counts(path)) out.add(joined_path(path), value);
    wipe(value);
  };
  if (auto read = for_each_json_string(text, kDeepest, visit); !read) {
    out.problem = read.error().message();
  }
  return out;
}

bool is_called_secret(const std::vector<JsonStep>& path) {
  return std::any_of(path.begin(), path.end(), [](const JsonStep& step) {
    return step.key == "env" || step.key == "headers" || says_secret(step.key);
  });
}

}  // namespace

StoredValues read_json_file(std::string_view text) {
  return read(text, [](const std::vector<JsonStep>&) { return true; });
}

StoredValues read_json_settings(std::string_view text) {
  return read(text, is_called_secret);
}

}  // namespace aegis
