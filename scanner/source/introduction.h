// When, and by whom, something came into a repository's history.
#pragma once

#include <cstdint>
#include <string>

namespace aegis {

// Immutable once shared. Texts are bytes as the commit has them: hostile, not necessarily UTF-8,
// and empty where the commit says nothing or nothing sound.
struct Introduction {
  std::string commit;  // full object name in hex; for the text of a tag, that of the tag
  std::string author;  // name only
  std::string email;
  std::string date;  // ISO 8601 with zone: "2026-01-02T03:04:05+01:00"
  int64_t time = 0;  // the same moment in seconds since 1970
  // Its place in the walk, ancestors before descendants; a date may lie.
  uint64_t order = 0;
};

}  // namespace aegis
