// Numbers as git's texts have them.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace aegis::git {

// Nothing unless `digits` are decimal digits, at least one, and no more than fit.
inline std::optional<uint64_t> parse_decimal(std::string_view digits) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
  if (error != std::errc() || end != digits.end()) return std::nullopt;
  return number;
}

}  // namespace aegis::git
