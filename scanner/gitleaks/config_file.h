// One gitleaks configuration file, as it is written. What it means together with the files that it
// extends is config.h's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace aegis::gitleaks {

enum class Condition { kOr, kAnd };
enum class RegexTarget { kSecret, kMatch, kLine };

struct AllowlistText {
  std::vector<std::string> target_rules;  // of one beside the rules; empty: of all
  Condition condition = Condition::kOr;
  std::vector<std::string> commits;
  std::vector<std::string> paths;  // regexes
  RegexTarget target = RegexTarget::kSecret;
  std::vector<std::string> regexes;
  std::vector<std::string> stopwords;
};

// Another rule that must match close by.
struct Required {
  std::string id;
  std::optional<int64_t> within_lines;
  std::optional<int64_t> within_columns;
};

struct RuleText {
  std::string id;
  std::string description;
  std::string regex;  // empty: it goes by the path alone
  std::string path;   // empty: any
  int64_t secret_group = 0;
  double entropy = 0;
  std::vector<std::string> keywords;
  std::vector<std::string> tags;
  bool skip_report = false;
  std::vector<Required> required;
  std::vector<AllowlistText> allowlists;
};

struct ConfigFile {
  std::string min_version;
  std::string extend_path;
  std::string extend_url;
  bool extend_default = false;
  std::vector<std::string> disabled_rules;
  std::vector<RuleText> rules;
  std::vector<AllowlistText> allowlists;
  std::vector<std::string> unknown_keys;  // "line 3: regexs"
};

inline constexpr size_t kMostConfigBytes = 16 << 20;

// An error says the line, or the rule, and what is wrong.
Result<ConfigFile> parse_config_file(std::string_view text);

}  // namespace aegis::gitleaks
