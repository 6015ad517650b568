// Who did something in git, and when: "A U Thor <author@example.com> 1767303245 +0530".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aegis::git {

// Views of what was parsed. Any bytes may stand in them.
struct Signature {
  std::string_view name;
  std::string_view email;
  std::optional<int64_t> time;  // seconds since 1970; nothing where it is missing or absurd
  int zone_minutes = 0;         // east of Greenwich
};

// Takes any bytes. What stands in no angle brackets is the name; the date is looked for at the end,
// as git does, since names and addresses have been known to hold brackets.
Signature parse_signature(std::string_view line);

// "2026-01-02T03:04:05+05:30"; empty where there is no time.
std::string iso_date(const Signature& signature);

}  // namespace aegis::git
