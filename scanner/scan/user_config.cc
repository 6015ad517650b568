#include "scanner/scan/user_config.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "scanner/base/fd.h"
#include "scanner/base/json.h"
#include "scanner/scan/ignore_file.h"

namespace aegis {

namespace {

constexpr uint64_t kMostBytes = 1 << 20;

std::string place() {
  const char* base = std::getenv("XDG_CONFIG_HOME");
  if (base != nullptr && base[0] == '/') return std::string(base) + "/aegis/config.json";
  const char* home = std::getenv("HOME");
  if (home != nullptr && home[0] == '/') return std::string(home) + "/.config/aegis/config.json";
  return {};
}

Error blame(const std::string& text, const std::string& key, const std::string& what) {
  return usage_error("line " + std::to_string(line_of(text, '"' + key + '"')) + ": " + what);
}

bool is_list_of_strings(const Json& value) {
  return value.is_array() &&
         std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_string(); });
}

Result<void> read_known(const std::string& text, const Json& known, UserConfig& config) {
  if (!known.is_object()) return blame(text, "known", "known must be an object");
  for (const auto& [key, value] : known.items()) {
    if (key == "allow_readable") {
      if (!value.is_boolean()) return blame(text, key, key + " must be true or false");
      config.known_allow_readable = value.get<bool>();
      continue;
    }
    auto* list = key == "from"     ? &config.known_from
                 : key == "except" ? &config.known_except
                 : key == "ignore" ? &config.known_ignore
                                   : nullptr;
    if (list == nullptr) {
      return blame(
          text, key,
          "unknown key \"" + key + "\"; known are from, except, ignore and allow_readable");
    }
    if (!is_list_of_strings(value)) return blame(text, key, key + " must be a list of strings");
    *list = value.get<std::vector<std::string>>();
  }
  return {};
}

Result<void> read_agent(const std::string& text, const Json& agent, AgentConfig& config) {
  if (!agent.is_object()) return blame(text, "agent", "agent must be an object");
  for (const auto& [key, value] : agent.items()) {
    if (key == "on_error") {
      if (value != "block" && value != "allow") {
        return blame(text, key, key + " must be \"block\" or \"allow\"");
      }
      config.block_on_error = value == "block";
      continue;
    }
    auto* list = key == "protect"          ? &config.protect
                 : key == "allow"          ? &config.allow
                 : key == "allow_findings" ? &config.allow_findings
                                           : nullptr;
    if (list == nullptr) {
      return blame(
          text, key,
          "unknown key \"" + key + "\"; known are protect, allow, allow_findings and on_error");
    }
    if (!is_list_of_strings(value)) return blame(text, key, key + " must be a list of strings");
    *list = value.get<std::vector<std::string>>();
  }
  for (std::string& print : config.allow_findings) {
    if (print.starts_with(kFindingWord)) print.erase(0, kFindingWord.size());
    if (!is_fingerprint(print)) {
      return blame(text, "allow_findings",
                   "allow_findings takes the 32 hex digits of fingerprints");
    }
  }
  return {};
}

// Below the folder of the file, which others cannot write and agents are kept from.
Result<void> read_user_rules(const std::string& text, const Json& value, UserConfig& config) {
  if (!is_list_of_strings(value)) return blame(text, "rules", "rules must be a list of strings");
  config.rules = value.get<std::vector<std::string>>();
  for (const std::string& path : config.rules) {
    if (path.empty() || path[0] == '/' || path[0] == '~' || path.find("..") != std::string::npos) {
      return blame(text, "rules", "rules must be paths below the folder of this file");
    }
  }
  return {};
}

Result<void> read_key(const std::string& text, const std::string& key, const Json& value,
                      UserConfig& config) {
  if (key == "$schema") return {};
  if (key == "rules") return read_user_rules(text, value, config);
  if (key == "known") return read_known(text, value, config);
  if (key == "agent") return read_agent(text, value, config.agent);
  return blame(text, key, "unknown key \"" + key + "\"; known are rules, known and agent");
}

Result<UserConfig> parse(const std::string& text) {
  auto json = parse_json(text);
  if (!json) return std::move(json).error();
  if (!json->is_object()) return usage_error("must be an object");
  UserConfig config;
  for (const auto& [key, value] : json->items()) {
    if (auto ok = read_key(text, key, value, config); !ok) return std::move(ok).error();
  }
  return config;
}

bool is_own(int fd) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return false;
  return (info.st_uid == ::geteuid() || info.st_uid == 0) && (info.st_mode & 022) == 0;
}

}  // namespace

Result<UserConfig> load_user_config() {
  const std::string path = place();
  if (path.empty() || !exists(path)) return UserConfig{};
  const auto file = open_regular(path, FinalSymlink::kFollow);
  if (!file) return usage_error(file.error().message()).in(path);
  if (!is_own(file->fd.get())) {
    return usage_error("others may write it; make it your own: chmod 600").in(path);
  }
  if (file->size > kMostBytes) return usage_error("is larger than 1 MiB").in(path);
  std::string text(file->size, '\0');
  const auto size = read_fully(file->fd.get(), text);
  if (!size) return usage_error(size.error().message()).in(path);
  text.resize(*size);
  auto config = parse(text);
  if (!config) return std::move(config).error().in(path);
  config->path = path;
  for (std::string& rules : config->rules) rules = path.substr(0, path.rfind('/') + 1) + rules;
  return config;
}

}  // namespace aegis
