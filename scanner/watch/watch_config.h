// What the watch looks at, and whom it tells: $XDG_CONFIG_HOME/aegis/watch.json, JSON with
// comments.
//
// The file names programs to be started and addresses to be posted to, so only one that nobody else
// may write is heeded.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/alert/sink.h"
#include "scanner/base/result.h"

namespace aegis {

struct WatchConfig {
  std::string path;                       // of the file
  std::vector<std::string> repositories;  // folders and globs
  std::vector<std::string> under;         // folders: every repository in them, however deep
  std::vector<std::string> logs;          // files, globs and folders
  // Whether known secrets are audited as well, and which every scan looks for, beside those that
  // the user's own configuration names.
  bool audits_known = false;
  std::vector<std::string> known;
  std::string confidence = "medium";                      // the least that is reported
  std::string state;                                      // the folder of what is remembered
  std::string journal;                                    // a Markdown file; empty: none
  std::chrono::seconds deadline = std::chrono::hours(1);  // of a whole run
  std::vector<Sink> sinks;
};

// Where things of this user are kept when nothing else is said.
struct Places {
  std::string home;
  std::string config;  // the watch's configuration
  std::string state;   // the folder of what is remembered

  // By HOME, XDG_CONFIG_HOME and XDG_STATE_HOME. An error: there is no HOME.
  static Result<Places> from_environment();
};

// Reads and checks all of it, addresses in files and environment variables included. Errors name
// the file, the line where there is one, and the remedy; none shows an address.
Result<WatchConfig> load_watch_config(const std::string& path, const Places& places);

// A configuration with all there is, explained, and nothing of it in force but what is commented
// in.
std::string_view sample_watch_config();

}  // namespace aegis
