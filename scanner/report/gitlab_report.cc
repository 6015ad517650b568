#include "scanner/base/hex.h"
#include "scanner/base/json.h"
#include "scanner/base/sha.h"
#include "scanner/report/escape.h"
#include "scanner/report/formats.h"
#include "scanner/report/shown.h"
#include "scanner/report/utf8.h"
#include "scanner/report/wording.h"

namespace aegis {

namespace {

constexpr const char* kSchemaVersion = "15.2.1";
constexpr const char* kSeverities[] = {"Low", "Medium", "High", "Critical"};  // by Severity
constexpr size_t kLongestName = 255;
constexpr size_t kLongestSolution = 7000;
constexpr const char* kNoCommit = "0000000000000000000000000000000000000000";

std::string cut(const std::string& text, size_t most) {
  return std::string(without_cut_end(std::string_view(text).substr(0, most)));
}

std::string safe(std::string_view words, const Finding& finding) {
  return escaped_for_terminal(shown_text(words, finding, Secrets::kRedacted));
}

// The same finding of the same commit has the same id in each report: a UUID of version 8
// (RFC 9562, 5.8), made of what tells it from others.
std::string uuid_of(const Finding& finding) {
  const std::string commit = finding.introduction ? finding.introduction->commit : "";
  const std::string key = finding.fingerprint + '\n' + commit + '\n' + finding.origin->path + '\n' +
                          std::to_string(finding.place.offset);
  auto hash = sha256(key);
  hash[6] = static_cast<uint8_t>((hash[6] & 0x0f) | 0x80);
  hash[8] = static_cast<uint8_t>((hash[8] & 0x3f) | 0x80);
  const std::string hex = to_hex(std::span(hash).first(16));
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' +
         hex.substr(16, 4) + '-' + hex.substr(20);
}

Json commit_of(const Finding& finding) {
  if (!finding.introduction) return Json{{"sha", kNoCommit}};
  const Introduction& from = *finding.introduction;
  Json commit{{"sha", safe(from.commit, finding)}};
  if (!from.author.empty()) commit["author"] = safe(from.author, finding);
  if (!from.date.empty()) commit["date"] = safe(from.date, finding);
  return commit;
}

Json vulnerability(const Finding& finding) {
  const std::string& id = finding.rule->id;
  std::string solution = what_to_do(finding);
  if (!finding.provider->check_use.empty()) {
    solution += "\nThen check its use: " + finding.provider->check_use;
  }
  Json object = Json::object();
  object["id"] = uuid_of(finding);
  object["name"] = cut(escaped_for_terminal(what_it_is(finding)), kLongestName);
  object["description"] = safe(summed_up(finding), finding);
  object["severity"] = kSeverities[static_cast<size_t>(finding.severity)];
  object["solution"] = cut(solution, kLongestSolution);
  object["identifiers"] =
      Json::array({Json{{"type", "aegis_rule_id"}, {"name", "Aegis rule " + id}, {"value", id}}});
  object["location"] = Json{{"file", shown_path(finding, Secrets::kRedacted)},
                            {"commit", commit_of(finding)},
                            {"start_line", finding.place.line},
                            {"end_line", finding.place.end_line}};
  return object;
}

Json message(const char* level, std::string_view words) {
  return Json{{"level", level}, {"value", escaped_for_terminal(words)}};
}

Json messages_of(const RunReport& report) {
  Json messages = Json::array();
  for (const Skipped& skipped : report.skipped) {
    messages.push_back(message("warn", "not scanned: " + skipped.path + ": " + skipped.reason));
  }
  for (const std::string& note : notes_of(report)) {
    if (!note.empty()) messages.push_back(message("info", note));
  }
  return messages;
}

Json tool(const RunReport& report) {
  return Json{{"id", "aegis"},
              {"name", "Aegis"},
              {"vendor", Json{{"name", "Aegis"}}},
              {"version", report.version}};
}

Json scan_of(const RunReport& report) {
  Json scan = Json::object();
  scan["analyzer"] = tool(report);
  scan["scanner"] = tool(report);
  scan["type"] = "secret_detection";
  scan["start_time"] = utc_in_words(report.started);
  scan["end_time"] = utc_in_words(report.ended);
  scan["status"] = report.complete() ? "success" : "failure";
  scan["messages"] = messages_of(report);
  return scan;
}

}  // namespace

std::string render_gitlab(const RunReport& report) {
  Json object = Json::object();
  object["version"] = kSchemaVersion;
  object["scan"] = scan_of(report);
  object["vulnerabilities"] = Json::array();
  for (const Finding& finding : report.findings) {
    object["vulnerabilities"].push_back(vulnerability(finding));
  }
  return escaped_in_json(to_json_pretty(object)) + '\n';
}

}  // namespace aegis
