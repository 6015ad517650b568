#include "scanner/logs/log_line.h"

#include <algorithm>

#include "scanner/logs/json_path.h"

namespace aegis {

namespace {

constexpr size_t kReach = 16 * 1024;
constexpr size_t kLongestUnit = 256;
static_assert(kReach <= kChunkContext);

// The value of a member of the line's JSON that is a string, as it is written.
std::string_view member(std::string_view line, std::string_view key) {
  const size_t at = line.find(key);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = line.substr(at + key.size(), kLongestUnit);
  return rest.substr(0, std::min(rest.find('"'), rest.size()));
}

std::string unit_of(std::string_view line) {
  for (const std::string_view key :
       {"\"_SYSTEMD_UNIT\":\"", "\"UNIT\":\"", "\"_SYSTEMD_USER_UNIT\":\"",
        "\"SYSLOG_IDENTIFIER\":\"", "\"_COMM\":\""}) {
    if (const auto unit = member(line, key); !unit.empty()) return std::string(unit);
  }
  return "";
}

// Of an entry of journalctl's export format: the value of the last field of that name that stands
// before `at`, in the same entry.
std::string_view field_before(std::string_view entry, std::string_view name) {
  const size_t field = entry.rfind(name);
  if (field == std::string_view::npos) return {};
  const std::string_view value = entry.substr(field + name.size(), kLongestUnit);
  return value.substr(0, std::min(value.find('\n'), value.size()));
}

// An entry's fields stand on lines of their own, an empty line behind the last one.
LineFacts facts_of_entry(std::string_view before, std::string_view after, int64_t now) {
  const size_t blank = before.rfind("\n\n");
  if (blank != std::string_view::npos) before.remove_prefix(blank + 1);
  after = after.substr(0, std::min(after.find("\n\n"), after.size()));
  LineFacts facts;
  for (const std::string_view part : {before, after}) {
    if (!facts.time) facts.time = time_of_line(field_before(part, "__REALTIME_TIMESTAMP="), now);
    if (facts.unit.empty()) facts.unit = field_before(part, "\n_SYSTEMD_UNIT=");
  }
  return facts;
}

}  // namespace

LineFacts facts_of_line(const Chunk& chunk, const Place& place, LogKind kind, int64_t now) {
  const size_t at = place.offset - chunk.offset;
  const size_t least = at > kReach ? at - kReach : 0;
  const std::string_view before = chunk.bytes.substr(least, at - least);
  if (kind == LogKind::kJournalExport) {
    return facts_of_entry(before, chunk.bytes.substr(at, kReach), now);
  }
  const size_t newline = before.rfind('\n');
  // Of a line whose beginning is out of sight nothing is known.
  if (newline == std::string_view::npos && (least > 0 || !chunk.first)) return {};
  const size_t begin = newline == std::string_view::npos ? 0 : least + newline + 1;
  const std::string_view rest = chunk.bytes.substr(begin, at - begin + kReach);
  const std::string_view line = rest.substr(0, std::min(rest.find('\n', at - begin), rest.size()));
  LineFacts facts;
  facts.time = time_of_line(line, now);
  facts.json_path = json_path_at(line, at - begin);
  if (kind == LogKind::kJournal) facts.unit = unit_of(line);
  return facts;
}

}  // namespace aegis
