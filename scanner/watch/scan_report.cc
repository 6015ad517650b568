#include "scanner/watch/scan_report.h"

#include <algorithm>
#include <span>
#include <string>

#include "scanner/base/hex.h"
#include "scanner/base/json.h"
#include "scanner/base/sha.h"
#include "scanner/report/report.h"

namespace aegis {

namespace {

// A member of `object`; of another type, or none, counts as empty.
std::string text_of(const Json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

uint64_t number_of(const Json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_number_unsigned() ? it->get<uint64_t>() : 0;
}

bool flag_of(const Json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_boolean() && it->get<bool>();
}

std::string shown(const std::string& text) {
  return escaped_for_terminal(text);
}

// As one word of a shell.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

// Nothing where a name cannot be pasted: it is not what is shown.
std::string clean_up(const WatchedSource& source, const Json& finding) {
  const std::string file = text_of(finding, "file");
  if (source.kind == SourceKind::kLog) {
    return "then take it out: aegis logs --mask COPY LOG writes a copy without it";
  }
  if (source.kind != SourceKind::kRepository) return {};
  if (shown(source.path) != source.path || shown(file) != file) return {};
  const std::string git = "then take it out: git -C " + quoted(source.path) + " filter-repo ";
  if (text_of(finding, "secret").empty()) return git + "--invert-paths --path " + quoted(file);
  return git + "--replace-text FILE, where FILE holds the value alone and is yours alone to read";
}

std::string place_in_history(const Json& finding) {
  std::string text;
  if (const std::string commit = text_of(finding, "commit"); !commit.empty()) {
    text += ", commit " + commit.substr(0, 12) + " by " + text_of(finding, "author") + " on " +
            text_of(finding, "date");
  }
  if (flag_of(finding, "in_head")) text += ", still there";
  if (flag_of(finding, "pushed")) text += ", pushed";
  return text;
}

std::string place_in_log(const Json& finding) {
  std::string text;
  const std::string first = text_of(finding, "first_seen");
  const std::string last = text_of(finding, "last_seen");
  if (const std::string path = text_of(finding, "json_path"); !path.empty()) text += ", in " + path;
  if (const uint64_t count = number_of(finding, "count"); count > 1) {
    text += ", " + std::to_string(count) + " times";
  }
  if (!first.empty()) text += ", first at " + first;
  if (!last.empty() && last != first) text += ", last at " + last;
  return text;
}

// What is the same for a secret run after run. The fingerprint of a log's finding says nothing
// about its secret; the state's own mark of equal secrets does.
std::string identity_of(const Json& finding) {
  const std::string group = text_of(finding, "group");
  return group.empty() ? text_of(finding, "fingerprint") : group;
}

Sighting sighting_of(const WatchedSource& source, const Json& finding) {
  Sighting seen;
  seen.fingerprint = identity_of(finding);
  seen.rule = text_of(finding, "rule");
  seen.title = shown(text_of(finding, "what") + " (" + seen.rule + ")");
  seen.severity = text_of(finding, "severity");
  seen.place =
      shown(text_of(finding, "file") + ":" + std::to_string(number_of(finding, "line")) +
            (source.kind == SourceKind::kLog ? place_in_log(finding) : place_in_history(finding)));
  seen.detail =
      shown(text_of(finding, "proof") +
            (text_of(finding, "detail").empty() ? "" : ": " + text_of(finding, "detail")));
  const std::string rotate = text_of(finding, "rotate");
  seen.first_step =
      shown("rotate it now" + (rotate.empty() ? ", where it was issued" : ": " + rotate));
  const std::string use = text_of(finding, "check_use");
  seen.check_use = shown("check its use" + (use.empty() ? " there" : ": " + use));
  seen.clean_up = clean_up(source, finding);
  return seen;
}

// Of the audit of known secrets. What it says of a secret changes with the days; what is found does
// not.
Sighting sighting_of_audit(const Json& item) {
  Sighting seen;
  const std::string check = text_of(item, "check");
  const std::string file = text_of(item, "file");
  const auto digest = sha256(check + '\0' + file + '\0' + text_of(item, "name"));
  seen.fingerprint = to_hex(std::span(digest).first(16));
  seen.rule = "known-" + check;
  const std::string name = text_of(item, "name");
  seen.title = shown((name.empty() ? "store" : name) + " " + text_of(item, "detail"));
  seen.severity = "medium";
  seen.place = shown(file);
  seen.first_step = shown(text_of(item, "remedy"));
  return seen;
}

void add_skipped(const Json& list, Coverage& coverage) {
  if (!list.is_array() || list.empty() || !list.front().is_object()) return;
  const Json& first = list.front();
  coverage.problem = shown(text_of(first, "path") + ": " + text_of(first, "reason"));
  if (list.size() > 1) coverage.problem += "; and " + std::to_string(list.size() - 1) + " more";
}

const Json& list_in(const Json& object, const char* key) {
  static const Json kNone = Json::array();
  const auto it = object.find(key);
  return it != object.end() && it->is_array() ? *it : kNone;
}

}  // namespace

Result<void> read_scan_report(const WatchedSource& source, std::string_view report,
                              SourceScan& scan) {
  auto json = parse_json(report);
  if (!json) return std::move(json).error();
  const bool is_audit = source.kind == SourceKind::kKnown;
  const char* const needed = is_audit ? "audit" : "summary";
  if (!json->is_object() || !json->contains(needed))
    return unreadable("it has no " + std::string(needed));
  for (const Json& item : list_in(*json, is_audit ? "audit" : "findings")) {
    if (!item.is_object()) continue;
    scan.sightings.push_back(is_audit ? sighting_of_audit(item) : sighting_of(source, item));
  }
  const Json& summary = is_audit ? *json : (*json)["summary"];
  if (!summary.is_object()) return unreadable("its summary is none");
  scan.coverage.documents = number_of(summary, "scanned");
  scan.coverage.bytes = number_of(summary, "bytes");
  add_skipped(list_in(summary, "skipped"), scan.coverage);
  const bool is_whole = flag_of(summary, "complete");
  if (!is_whole && scan.coverage.problem.empty()) scan.coverage.problem = "is not complete";
  scan.extent = source.kind == SourceKind::kLog ? Extent::kNews
                : is_whole                      ? Extent::kWhole
                                                : Extent::kPart;
  return {};
}

}  // namespace aegis
