// .aegis.json: what a repository adds to the rules.
//
//   { "rules": ["tools/aegis-rules.json"],       files or folders, below the folder of this file
//     "disabled_rules": ["generic-secret"] }     heeded only when the user trusts the file
//
// JSON with comments. A repository's file can add rules; it switches none off unless the user says
// so, since whoever can change the repository could then hide a secret in it.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rule/rule_file.h"

namespace aegis {

struct Config {
  std::vector<std::string> rules;    // paths, ready to open
  std::vector<RuleText> rule_texts;  // rules that are no file, or not any more
  std::vector<std::string> disabled_rules;
};

inline constexpr const char* kConfigName = ".aegis.json";

// Its paths are below the folder of the file.
Result<Config> parse_config(const std::string& text);

// The one in `folder`; empty where there is none. Unknown keys and wrong types are errors that name
// the file and the line.
Result<Config> load_config(const std::string& folder);

}  // namespace aegis
