#include "scanner/base/hex.h"
#include "scanner/base/json.h"
#include "scanner/base/sha.h"
#include "scanner/report/escape.h"
#include "scanner/report/formats.h"
#include "scanner/report/shown.h"
#include "scanner/report/wording.h"

namespace aegis {

namespace {

constexpr const char* kSeverities[] = {"minor", "major", "critical", "blocker"};  // by Severity

Json location(const std::string& path, uint64_t line, uint64_t end_line) {
  return Json{{"path", path}, {"lines", Json{{"begin", line}, {"end", end_line}}}};
}

Json issue(const Finding& finding) {
  const std::string words = shown_text(summed_up(finding), finding, Secrets::kRedacted);
  Json object = Json::object();
  object["description"] = escaped_for_terminal(words);
  object["check_name"] = finding.rule->id;
  object["fingerprint"] = finding.fingerprint;
  object["severity"] = kSeverities[static_cast<size_t>(finding.severity)];
  object["location"] =
      location(shown_path(finding, Secrets::kRedacted), finding.place.line, finding.place.end_line);
  return object;
}

// What is about no finding; the format has no other place for it.
Json issue(const char* name, const std::string& path, const std::string& words,
           const std::string& print) {
  Json object = Json::object();
  object["description"] = escaped_for_terminal(words);
  object["check_name"] = name;
  object["fingerprint"] = to_hex(sha256(print));
  object["severity"] = "critical";
  object["location"] = location(path, 1, 1);
  return object;
}

Json issue(const Skipped& skipped) {
  return issue("aegis-not-scanned", skipped.path, "not scanned: " + skipped.reason,
               skipped.path + '\n' + skipped.reason);
}

Json issue(const Truncated& truncated) {
  return issue("aegis-truncated", truncated.path, in_words(truncated),
               truncated.path + '\n' + truncated.rule);
}

}  // namespace

std::string render_code_quality(const RunReport& report) {
  Json issues = Json::array();
  for (const Finding& finding : report.findings) issues.push_back(issue(finding));
  for (const Truncated& truncated : report.truncated) issues.push_back(issue(truncated));
  for (const Skipped& skipped : report.skipped) issues.push_back(issue(skipped));
  return escaped_in_json(to_json_pretty(issues)) + '\n';
}

}  // namespace aegis
