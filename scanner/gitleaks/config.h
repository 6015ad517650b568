// A gitleaks configuration, ready to be scanned with: what it extends merged in, checked, compiled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/gitleaks/allowlist.h"
#include "scanner/gitleaks/config_file.h"
#include "scanner/gitleaks/go_regex.h"
#include "scanner/gitleaks/own_rules.h"
#include "scanner/gitleaks/word_finder.h"

namespace aegis::gitleaks {

struct Rule {
  std::string id;
  std::string description;
  std::vector<std::string> tags;
  std::optional<GoRegex> regex;  // this or the path is there
  std::optional<GoRegex> path;
  size_t secret_group = 0;  // 0: the first group that is not empty, else the whole match
  double entropy = 0;       // what has no more is no secret; 0: all is
  // Of the configuration's keywords, those of which one must stand in the text. None: always tried.
  std::vector<uint32_t> keywords;
  bool skip_report = false;  // runs only as a part of another
  std::vector<Required> required;
  // The rules that `required` names, by their places; that of no rule where it was switched off.
  std::vector<size_t> parts;
  std::vector<Allowlist> allowlists;
};

// Immutable; shared by threads.
struct Config {
  std::vector<Rule> rules;  // in the order of gitleaks' SARIF reports
  std::vector<Allowlist> allowlists;
  std::optional<OwnRules> own;  // where this program's rules run as well
  WordFinder keywords;          // of all rules
  size_t keyword_count = 0;
  std::vector<std::string> notes;  // what the user should know
};

// Of a file, or of the text of one, which `name` calls. `path` of `extend` is looked for from the
// working directory, as gitleaks does, then from the file's folder. An error names the file and the
// rule.
Result<Config> load_config(const std::string& path);
Result<Config> config_of(const std::string& text, const std::string& name);

// What is scanned with where there is none: this program's own rules.
Config default_config();

// Only these rules are left; one that requires others finds nothing without them. An error: there
// is no such rule.
Result<void> keep_rules(Config& config, const std::vector<std::string>& ids);

}  // namespace aegis::gitleaks
