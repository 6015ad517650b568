// Records of container runtimes, which cut long lines of output into parts.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/base/byte_span.h"

namespace aegis {

// One line of such a log.
struct ContainerRecord {
  Span content;  // what the container wrote; in Docker's logs escaped as in JSON
  std::string_view stream;
  bool goes_on = false;  // the next record of the same stream is the rest of the line
};

inline constexpr std::string_view kDockerBegin = "{\"log\":\"";

// The record of Docker's that ends at `line.end`; its beginning may be out of sight, then the
// content begins where the line does. Nothing where the line is none.
std::optional<ContainerRecord> docker_record(std::string_view bytes, Span line);

// The CRI record on `line`, all of whose beginning must be in sight.
std::optional<ContainerRecord> cri_record(std::string_view bytes, Span line);

}  // namespace aegis
