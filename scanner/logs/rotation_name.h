// Names of logs that were rotated.
#pragma once

#include <string>
#include <string_view>

namespace aegis {

// The name without what a rotation adds: "app.log" of "app.log.1", "app.log.2.gz",
// "app.log-20261124.zst", "app-20261124.log", "app.2026-11-24.log.xz". Of a path, its last part.
std::string name_before_rotation(std::string_view path);

}  // namespace aegis
