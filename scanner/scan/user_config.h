// A user's own configuration: $XDG_CONFIG_HOME/aegis/config.json or ~/.config/aegis/config.json.
//
//   { "rules": ["rules/"],                    files and folders of rules, below this file's folder
//     "known": {
//       "from": ["~/.secure", "standard"],   files and folders of secrets, looked for in all scans
//       "except": ["DISCORD_GUILD_ID"],      names of what is no secret; globs
//       "ignore": ["README.md"],             files of the folders that are not read; globs
//       "allow_readable": true },            also files that others may read
//     "agent": {
//       "protect": ["*.sqlite"],             files that a coding agent must leave alone, beside the
//                                            usual ones; globs
//       "allow": [".env.test"],              files that it may touch all the same; globs
//       "allow_findings": ["0f3a..."],       fingerprints of what is no secret
//       "on_error": "block" } }              or "allow": the answer where none can be found
//
// JSON with comments. It says what a repository must not: so it is heeded only where nobody else
// can write it.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace aegis {

struct AgentConfig {
  std::vector<std::string> protect;
  std::vector<std::string> allow;
  std::vector<std::string> allow_findings;
  bool block_on_error = true;
};

struct UserConfig {
  std::string path;                // of the file; empty where there is none
  std::vector<std::string> rules;  // paths, ready to open
  std::vector<std::string> known_from;
  std::vector<std::string> known_except;
  std::vector<std::string> known_ignore;
  bool known_allow_readable = false;
  AgentConfig agent;
};

// Empty where there is no such file. One that another user owns or may write is an error, and so
// are unknown keys and wrong types; errors name the file and the line.
Result<UserConfig> load_user_config();

}  // namespace aegis
