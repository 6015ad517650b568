// When a line of a log was written, as the line says it.
//
//   2026-11-24T10:00:00.123Z   2026-11-24 10:00:00,123+01:00   2026/11/24 10:00:00   ISO 8601 and
//   its kin Nov 24 10:00:00            Tue Nov 24 10:00:00 2026 syslog, ctime 24/Nov/2026:10:00:00
//   +0000                                                       Apache, nginx I1124 10:00:00.123456
//   glog, klog 1795514400   1795514400.123   1795514400123 since 1970 "ts": ..., "time": ...,
//   "timestamp": ..., "@timestamp": ...                      JSON, any of these forms
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/base/byte_span.h"

namespace aegis {

struct LogTime {
  int64_t nanoseconds = 0;  // since 1970-01-01T00:00:00, UTC where the zone is not known
  bool zoned = false;       // the line says the zone

  bool operator==(const LogTime&) const = default;
};

// `now` is about when the line was written, in nanoseconds since 1970 (the file's last change): it
// tells the year where the line does not, which is the one that puts the line at most a day after
// `now`. Only the first few hundred bytes of a line are looked at, or what its keys name.
std::optional<LogTime> time_of_line(std::string_view line, int64_t now);

// The bytes that time_of_line() read in a line that is no JSON; empty without any.
Span time_span_of_line(std::string_view line);

// "2026-11-24T10:00:00Z", with as many digits of a second as are not zero, in threes; without "Z"
// where the zone is not known.
std::string to_text(const LogTime& time);

}  // namespace aegis
