// A configuration file together with those that it extends, still as texts.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/gitleaks/config_file.h"

namespace aegis::gitleaks {

struct MergedConfig {
  std::vector<RuleText> rules;  // each id once; by id where something is extended
  std::vector<AllowlistText> allowlists;
  bool extends = false;  // another file, or gitleaks' own
  // The file, or one that it extends, builds on gitleaks' own rules, less these.
  bool extends_default = false;
  std::vector<std::string> disabled_rules;
  std::vector<std::string> notes;  // what the user should know
};

// What gitleaks makes of it: files are two deep at most; of a rule that both have, the extending
// file's description, entropy, group, regex and path count where they are given, tags, keywords and
// allowlists are added up, and `required` and `skipReport` are the extended file's. `name` is what
// errors and notes call `text`; `folder` is its folder.
Result<MergedConfig> merge_config(const std::string& text, const std::string& name,
                                  const std::string& folder);

}  // namespace aegis::gitleaks
