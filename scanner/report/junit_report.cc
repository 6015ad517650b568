#include <algorithm>

#include "scanner/report/escape.h"
#include "scanner/report/formats.h"
#include "scanner/report/shown.h"
#include "scanner/report/wording.h"

namespace aegis {

namespace {

constexpr size_t kShortName = 12;  // hex digits of a commit

// Characters that XML 1.0 has no way to write are gone before: escaped_for_terminal spells them.
std::string xml(std::string_view words) {
  std::string text;
  for (const char c : escaped_for_terminal(words)) {
    switch (c) {
      case '&':
        text += "&amp;";
        break;
      case '<':
        text += "&lt;";
        break;
      case '>':
        text += "&gt;";
        break;
      case '"':
        text += "&quot;";
        break;
      default:
        text += c;
    }
  }
  return text;
}

std::string attribute(const char* name, std::string_view value) {
  return std::string(" ") + name + "=\"" + xml(value) + '"';
}

std::string test_case(std::string_view class_name, std::string_view name,
                      const std::string& outcome) {
  const std::string begin =
      "    <testcase" + attribute("classname", class_name) + attribute("name", name);
  if (outcome.empty()) return begin + "/>\n";
  return begin + ">\n" + outcome + "    </testcase>\n";
}

std::string outcome(const char* element, std::string_view message, std::string_view type,
                    std::string_view body) {
  return std::string("      <") + element + attribute("message", message) +
         attribute("type", type) + '>' + xml(body) + "</" + element + ">\n";
}

// Readers keep one of the tests that have the same name.
std::string name_of_test(const Finding& finding) {
  std::string name = shown_path(finding, Secrets::kRedacted) + ':' +
                     std::to_string(finding.place.line) + ':' +
                     std::to_string(finding.place.column);
  if (finding.introduction) name += " in " + finding.introduction->commit.substr(0, kShortName);
  return name;
}

std::string failed_test(const Finding& finding) {
  const std::string body = shown_text(summed_up(finding), finding, Secrets::kRedacted) +
                           ". Not a secret? Add finding:" + finding.fingerprint +
                           " to .aegisignore";
  return test_case(finding.rule->id, name_of_test(finding),
                   outcome("failure", what_it_is(finding), name_of(finding.severity), body));
}

std::string broken_test(const Skipped& skipped) {
  return test_case("aegis-not-scanned", skipped.path,
                   outcome("error", "not scanned", "incomplete", skipped.reason));
}

std::string failed_test(const Truncated& truncated) {
  return test_case(
      "aegis-truncated", truncated.path + " (" + truncated.rule + ')',
      outcome("failure", "more findings than are listed", "truncated", in_words(truncated)));
}

std::string failed_test(const StaleSuppression& stale) {
  return test_case("aegis-stale", stale.file + ':' + std::to_string(stale.line),
                   outcome("failure", "a suppression is stale", "stale", in_words(stale)));
}

}  // namespace

std::string render_junit(const RunReport& report) {
  const size_t stale = report.stale_fails ? report.stale.size() : 0;
  const size_t failures = report.findings.size() + report.truncated.size() + stale;
  const size_t errors = report.skipped.size();
  const std::string counts =
      attribute("tests", std::to_string(std::max<size_t>(failures + errors, 1))) +
      attribute("failures", std::to_string(failures)) + attribute("errors", std::to_string(errors));
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + counts + ">\n" +
                     "  <testsuite" + attribute("name", "aegis " + report.command) + counts +
                     attribute("skipped", "0") +
                     attribute("timestamp", utc_in_words(report.started)) + ">\n";
  for (const Finding& finding : report.findings) text += failed_test(finding);
  for (const Truncated& truncated : report.truncated) text += failed_test(truncated);
  for (size_t i = 0; i < stale; ++i) text += failed_test(report.stale[i]);
  for (const Skipped& skipped : report.skipped) text += broken_test(skipped);
  if (failures + errors == 0) {
    text += test_case("aegis", "no secret in " + counted(report.scanned, "file"), "");
  }
  return text + "  </testsuite>\n</testsuites>\n";
}

}  // namespace aegis
