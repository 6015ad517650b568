// Days and moments, as users write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace aegis {

// "2026-01-31", a day that begins in UTC, or "2026-01-31T12:00:00Z": in seconds since 1970. Nothing
// if it is neither.
std::optional<int64_t> parse_date(std::string_view text);

inline constexpr int64_t kSecondsOfDay = 86400;

// Seconds since 1970, by the machine's clock.
int64_t now_in_seconds();

}  // namespace aegis
