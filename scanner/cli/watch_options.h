// What the command line says to `aegis watch` and `aegis incidents`.
#pragma once

#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace aegis {

enum class WatchAction { kRun, kInit, kStatus, kInstallTimer, kRemoveTimer };
enum class IncidentAction { kList, kShow, kAcknowledge, kResolve, kIgnore, kReopen };

struct WatchOptions {
  std::string config;  // empty: the user's
  WatchAction action = WatchAction::kRun;
  IncidentAction incident_action = IncidentAction::kList;
  int64_t incident = 0;
  bool all = false;   // incidents list: also what is done with or gone
  std::string note;   // why
  std::string until;  // incidents ignore: a day
  std::string format = "text";
};

// Add the flags of a command to it. `options` outlives it.
void add_watch_flags(CLI::App& watch, WatchOptions& options);
void add_incidents_flags(CLI::App& incidents, WatchOptions& options);

}  // namespace aegis
