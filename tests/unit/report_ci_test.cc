// The formats of build servers beyond what their golden files show; tests/blackbox/formats_test.py
// reads them with strict parsers.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "scanner/report/formats.h"
#include "tests/golden/report/sample_report.h"

namespace aegis {

namespace {

using Json = nlohmann::json;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

size_t count_beginning(const std::string& text, const std::string& begin) {
  size_t count = 0;
  for (const std::string& line : lines_of(text)) count += line.starts_with(begin) ? 1 : 0;
  return count;
}

RunReport report_of(size_t findings) {
  RunReport report;
  for (size_t i = 0; i < findings; ++i) {
    report.findings.push_back(test::sample_token("f" + std::to_string(i)));
  }
  return report;
}

}  // namespace

TEST_CASE("github annotates no more than a step shows, the gravest first, and logs the rest") {
  RunReport report = report_of(kMostAnnotations + 2);
  report.findings.front().severity = Severity::kHigh;
  report.findings.push_back(test::sample_password("p"));
  const std::string text = render_github(report);
  CHECK(count_beginning(text, "::error ") == kMostAnnotations);
  CHECK(count_beginning(text, "::warning ") == 1);
  CHECK(count_beginning(text, "f0:12:10 high ") == 1);
  CHECK(count_beginning(text, "f11:12:10 critical ") == 1);
}

TEST_CASE("github keeps one of its annotations for what was not scanned") {
  RunReport report = report_of(kMostAnnotations);
  report.skipped = {{"a", "Permission denied"}, {"b", "is a FIFO"}};
  const std::string text = render_github(report);
  CHECK(count_beginning(text, "::error ") == kMostAnnotations);
  CHECK(lines_of(text)[0].starts_with("::error title=Aegis%3A incomplete::2 things"));
  CHECK(count_beginning(text, "not scanned: b: is a FIFO") == 1);
}

TEST_CASE("github lets no path, author or note begin a command or end a property") {
  for (const std::string hostile :
       {"a\n::add-mask::x", "::set-env name=x::y", "a%0A::stop-commands::x", "a,line=1::b",
        "##[add-mask]x", "a\r\n::error::x", " ::debug::x"}) {
    RunReport report;
    report.findings.assign(kMostAnnotations + 1, test::sample_token(hostile));
    report.skipped = {{hostile, hostile}};
    report.notes = {hostile};
    const std::string text = render_github(report);
    INFO(text);
    CHECK(count_beginning(text, "::") == kMostAnnotations);
    for (const std::string& line : lines_of(text)) {
      CHECK(line.find("##[") == std::string::npos);
      if (!line.starts_with("::")) {
        CHECK_FALSE(line.substr(line.find_first_not_of(' ')).starts_with("::"));
        continue;
      }
      CHECK(line.starts_with("::error "));
      const std::string properties = line.substr(8, line.find("::", 8) - 8);
      CHECK(std::count(properties.begin(), properties.end(), ',') % 5 == 0);
    }
  }
}

TEST_CASE("gitlab ids are UUIDs, the same in each run, and different for different places") {
  RunReport report = report_of(3);
  report.findings.push_back(report.findings[0]);
  report.findings[3].place.offset = 9;
  report.findings.push_back(test::sample_history_report().findings[0]);
  std::set<std::string> ids;
  const Json once = Json::parse(render_gitlab(report));
  CHECK(once == Json::parse(render_gitlab(report)));
  for (const Json& row : once["vulnerabilities"]) {
    const std::string id = row["id"];
    REQUIRE(id.size() == 36);
    CHECK(id[14] == '8');
    CHECK(std::string("89ab").find(id[19]) != std::string::npos);
    ids.insert(id);
  }
  CHECK(ids.size() == 5);
}

TEST_CASE("gitlab says failure of a scan that is incomplete") {
  RunReport report = report_of(0);
  CHECK(Json::parse(render_gitlab(report))["scan"]["status"] == "success");
  report.skipped = {{"a", "b"}};
  const Json scan = Json::parse(render_gitlab(report))["scan"];
  CHECK(scan["status"] == "failure");
  CHECK(scan["messages"][0]["value"] == "not scanned: a: b");
}

TEST_CASE("csv fields that would be formulas are text") {
  for (const std::string hostile : {"=1+1", "+1", "-1", "@x", "\t=1", "\r=1"}) {
    RunReport report;
    report.findings = {test::sample_token(hostile)};
    const std::string text = render_csv(report);
    CHECK(text.find("\"" + hostile) == std::string::npos);
  }
}

TEST_CASE("markdown ends after the most rows and says so") {
  const RunReport report = report_of(4);
  const std::string text = render_markdown(report, 3);
  CHECK(count_beginning(text, "| critical ") == 3);
  CHECK(count_beginning(text, "The first 3 of 4;") == 1);
}

}  // namespace aegis
