// One run of the watch: every source looked at, what is new recorded and told.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/alert/message.h"
#include "scanner/base/result.h"
#include "scanner/incident/incident.h"
#include "scanner/incident/run_log.h"
#include "scanner/watch/find_repositories.h"
#include "scanner/watch/watch_config.h"

namespace aegis {

struct WatchOutcome {
  std::vector<Incident> opened;      // new, or open again
  std::vector<Incident> open;        // all that are open and there, the new ones included
  std::vector<Problem> problems;     // what was not scanned, or covers less than before
  std::vector<Problem> untold;       // alerts that could not be delivered; they stay due
  std::vector<Coverage> coverage;    // of each source, in the order in which they were scanned
  std::vector<Incident> unrecorded;  // found, and could not be recorded
  uint64_t gone = 0;                 // incidents of which nothing is left

  bool is_clean() const { return open.empty() && unrecorded.empty() && problems.empty(); }
};

struct WatchRun {
  std::string program;  // this one, to be started for each source
  Teller teller;
};

// An error: another run is under way, or there is no place to remember anything. Whatever else goes
// wrong is in the outcome, and the rest is done all the same. A kill at any point loses nothing:
// what was not recorded is found again by the next run, what was not told is told by it.
Result<WatchOutcome> run_watch(const WatchConfig& config, const WatchRun& run);

}  // namespace aegis
