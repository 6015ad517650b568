// A user's own configuration: $XDG_CONFIG_HOME/aegis/config.json or ~/.config/aegis/config.json.
//
//   { "known": {
//       "from": ["~/.secure", "standard"],   files and folders of secrets, looked for in all scans
//       "except": ["DISCORD_GUILD_ID"],      names of what is no secret; globs
//       "ignore": ["README.md"],             files of the folders that are not read; globs
//       "allow_readable": true } }           also files that others may read
//
// JSON with comments. It says what a repository must not: so it is heeded only where nobody else
// can write it.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace aegis {

struct UserConfig {
  std::string path;  // of the file; empty where there is none
  std::vector<std::string> known_from;
  std::vector<std::string> known_except;
  std::vector<std::string> known_ignore;
  bool known_allow_readable = false;
};

// Empty where there is no such file. One that another user owns or may write is an error, and so
// are unknown keys and wrong types; errors name the file and the line.
Result<UserConfig> load_user_config();

}  // namespace aegis
