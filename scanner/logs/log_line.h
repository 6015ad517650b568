// What a log says of the line that a secret stands on.
#pragma once

#include <optional>
#include <string>

#include "scanner/finding/finding.h"
#include "scanner/logs/log_kind.h"
#include "scanner/logs/log_time.h"
#include "scanner/source/chunk.h"

namespace aegis {

struct LineFacts {
  std::optional<LogTime> time;
  std::string json_path;
  std::string unit;  // of systemd
};

// The line within 16 KiB to either side of the finding's beginning. `now` is as for time_of_line().
// REQUIRES: the finding begins in the chunk's core.
LineFacts facts_of_line(const Chunk& chunk, const Place& place, LogKind kind, int64_t now);

}  // namespace aegis
