// How often, and when, logs hold a credential.
#pragma once

#include <cstdint>
#include <string>

#include "scanner/finding/exposure.h"

namespace aegis {

// Immutable once shared. Times are ISO 8601, "2026-11-24T10:00:00.123Z", without Z where the log
// says no zone; texts are empty where nothing is known. Names are bytes: hostile, not necessarily
// UTF-8.
struct Sightings {
  std::string time;        // of the line that is reported
  std::string first_seen;  // the earliest and the latest of all lines that hold it
  std::string last_seen;
  uint64_t count = 1;     // of places that hold it, the reported one among them
  Several other_files;    // logs that hold it besides the reported one
  std::string json_path;  // of the value, where the line is JSON: "$.http.headers[2].key"
  std::string unit;       // of systemd, that wrote the line
  std::string group;      // the same for equal secrets in all reports of one state; 32 hex digits
};

}  // namespace aegis
