#include "scanner/scan/config.h"

#include <algorithm>

#include "scanner/base/fd.h"
#include "scanner/base/json.h"

namespace aegis {

namespace {

constexpr uint64_t kMostBytes = 1 << 20;

Error blame(const std::string& text, const std::string& key, const std::string& what) {
  return usage_error("line " + std::to_string(line_of(text, '"' + key + '"')) + ": " + what);
}

bool is_list_of_strings(const Json& value) {
  return value.is_array() &&
         std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_string(); });
}

}  // namespace

Result<Config> parse_config(const std::string& text) {
  auto json = parse_json(text);
  if (!json) return std::move(json).error();
  if (!json->is_object()) return usage_error("must be an object");
  Config config;
  for (const auto& [key, value] : json->items()) {
    if (key == "$schema") continue;
    if (key != "rules" && key != "disabled_rules") {
      return blame(text, key, "unknown key \"" + key + "\"; known are rules and disabled_rules");
    }
    if (!is_list_of_strings(value)) return blame(text, key, key + " must be a list of strings");
    auto& list = key == "rules" ? config.rules : config.disabled_rules;
    list = value.get<std::vector<std::string>>();
  }
  for (const std::string& path : config.rules) {
    if (path.empty() || path[0] == '/' || path.find("..") != std::string::npos) {
      return blame(text, "rules", "rules must be paths below the folder of this file");
    }
  }
  return config;
}

Result<Config> load_config(const std::string& folder) {
  const std::string path = folder + "/" + kConfigName;
  if (!exists(path)) return Config{};
  auto text = read_file(path, kMostBytes);
  if (!text) return usage_error(text.error().message()).in(path);
  auto config = parse_config(*text);
  if (!config) return std::move(config).error().in(path);
  for (std::string& rules : config->rules) rules = folder + "/" + rules;
  return config;
}

}  // namespace aegis
