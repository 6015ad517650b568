// What a run of the watch says at its end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scanner/incident/run_log.h"
#include "scanner/watch/watch_run.h"

namespace aegis {

std::string watch_summary(const WatchOutcome& outcome);
std::string watch_summary_json(const WatchOutcome& outcome, int code);

struct WatchStatus {
  std::string timer;  // a sentence
  std::optional<RunRecord> last;
  uint64_t open = 0;
};

std::string watch_status(const WatchStatus& status);
std::string watch_status_json(const WatchStatus& status);

}  // namespace aegis
