#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "scanner/report/formats.h"
#include "scanner/report/report.h"
#include "scanner/report/utf8.h"
#include "scanner/rule/checksum.h"
#include "tests/golden/report/sample_report.h"

namespace aegis {

namespace {

using Json = nlohmann::json;

const std::string kHostile[] = {"a\nb",
                                "\x1b[2J",
                                "\xff\xfe",
                                "\xe2\x80\xae"
                                "x",
                                "\"}],",
                                "a\\b",
                                "100%25",
                                "{0}\xed\xa0\x80",
                                "\xef\xbf\xbe",
                                "\xc2\x9b"
                                "31m",
                                "a:b",
                                std::string("\0", 1)};

RunReport hostile_report(const std::string& bytes) {
  RunReport report;
  report.findings = {test::sample_token(bytes)};
  report.findings[0].evidence = {bytes, bytes, false, false};
  report.findings[0].name = report.findings[0].detail = report.findings[0].doubt = bytes;
  report.skipped = {{bytes, bytes}};
  report.explained = {{bytes, 1, 1, bytes, bytes, bytes}};
  report.notes = {bytes};
  return report;
}

std::string rendered(const RunReport& report, Format format, Secrets secrets = Secrets::kRedacted) {
  return render_report(report, {format, Colour::kYes, secrets});
}

std::string path_of(const Json& object, const char* key) {
  if (!object.contains("raw_path")) return object[key].get<std::string>();
  return decode_base64(object["raw_path"].get<std::string>()).value_or("");
}

std::string decoded_uri(const std::string& uri) {
  std::string path;
  for (size_t i = 0; i < uri.size(); ++i) {
    if (uri[i] == '%') {
      path += static_cast<char>(std::stoi(uri.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      path += uri[i];
    }
  }
  return path;
}

}  // namespace

TEST_CASE("format_from knows the names of format_names and no others") {
  const std::vector<std::string> names = format_names();
  REQUIRE(names.size() == static_cast<size_t>(Format::kMarkdown) + 1);
  for (size_t i = 0; i < names.size(); ++i) {
    CHECK(format_from(names[i]) == static_cast<Format>(i));
  }
  CHECK_FALSE(format_from("JSON"));
  CHECK_FALSE(format_from(""));
}

TEST_CASE("JSON gives back any path, byte for byte") {
  for (const std::string& bytes : kHostile) {
    const std::string text = rendered(hostile_report(bytes), Format::kJson);
    INFO(text);
    CHECK(is_utf8(text));
    const Json json = Json::parse(text);
    CHECK(path_of(json["findings"][0], "file") == bytes);
    CHECK(path_of(json["explained"][0], "file") == bytes);
    CHECK(path_of(json["summary"]["skipped"][0], "path") == bytes);
    CHECK(json["findings"][0].contains("raw_path") == !is_utf8(bytes));
  }
}

TEST_CASE("JSON lines are one object each, the summary last") {
  for (const std::string& bytes : kHostile) {
    std::istringstream lines(rendered(hostile_report(bytes), Format::kJsonl));
    std::vector<Json> objects;
    for (std::string line; std::getline(lines, line);) objects.push_back(Json::parse(line));
    REQUIRE(objects.size() == 3);
    CHECK(path_of(objects[0], "file") == bytes);
    CHECK(path_of(objects[1]["explained"], "file") == bytes);
    CHECK(objects[2]["summary"]["complete"] == false);
  }
}

TEST_CASE("SARIF gives back any path, byte for byte, in plain ASCII") {
  for (const std::string& bytes : kHostile) {
    const Json json = Json::parse(rendered(hostile_report(bytes), Format::kSarif));
    const Json& run = json["runs"][0];
    const Json& place = run["results"][0]["locations"][0]["physicalLocation"];
    CHECK(decoded_uri(place["artifactLocation"]["uri"]) == bytes);
    const Json& skipped = run["invocations"][0]["toolExecutionNotifications"][0];
    CHECK(decoded_uri(skipped["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) ==
          bytes);
  }
}

TEST_CASE("The secret is in no format unless it is asked for, and never in those of machines") {
  RunReport report;
  report.findings = {test::sample_token("old/" + test::token_text())};
  Finding& finding = report.findings[0];
  finding.name = finding.detail = test::token_text();
  finding.evidence.before = finding.evidence.after = test::token_text();
  const std::string hidden(36, 'x');
  for (const std::string& name : format_names()) {
    INFO(name);
    const Format format = *format_from(name);
    CHECK(rendered(report, format).find(hidden) == std::string::npos);
    const bool shown = rendered(report, format, Secrets::kShown).find(hidden) != std::string::npos;
    CHECK(shown == (format < Format::kSarif));
  }
  const Json json = Json::parse(rendered(report, Format::kJson, Secrets::kShown));
  CHECK(json["findings"][0]["secret"] == test::token_text());
}

TEST_CASE("A secret too short to be told from chance blots nothing out") {
  RunReport report;
  report.findings = {test::sample_password("yyyyyy/a")};
  CHECK(Json::parse(rendered(report, Format::kJson))["findings"][0]["file"] == "yyyyyy/a");
}

TEST_CASE("SARIF lists each used rule once, in the order of ids, and results point to it") {
  RunReport report;
  report.findings = {test::sample_password("a"), test::sample_token("b"), test::sample_token("c")};
  const Json run = Json::parse(rendered(report, Format::kSarif))["runs"][0];
  const Json& rules = run["tool"]["driver"]["rules"];
  REQUIRE(rules.size() == 2);
  CHECK(rules[0]["id"] == "github-token");
  CHECK(rules[0]["name"] == "GithubToken");
  CHECK(rules[0]["properties"]["security-severity"] == "9.5");
  for (const Json& result : run["results"]) {
    CHECK(rules[result["ruleIndex"].get<size_t>()]["id"] == result["ruleId"]);
  }
}

TEST_CASE("SARIF maps severities to levels") {
  struct Case {
    Severity severity;
    const char* level;
  };
  const Case cases[] = {{Severity::kLow, "note"},
                        {Severity::kMedium, "warning"},
                        {Severity::kHigh, "error"},
                        {Severity::kCritical, "error"}};
  for (const Case& row : cases) {
    RunReport report;
    report.findings = {test::sample_token("a")};
    report.findings[0].severity = row.severity;
    CHECK(Json::parse(rendered(report, Format::kSarif))["runs"][0]["results"][0]["level"] ==
          row.level);
  }
}

TEST_CASE("SARIF columns are those in UTF-16") {
  RunReport report;
  report.findings = {test::sample_password("a")};
  const Json run = Json::parse(rendered(report, Format::kSarif))["runs"][0];
  const Json& place = run["results"][0]["locations"][0]["physicalLocation"];
  CHECK(place["region"] ==
        Json{{"startLine", 3}, {"startColumn", 3790}, {"endLine", 3}, {"endColumn", 3796}});
  CHECK(run["columnKind"] == "utf16CodeUnits");
}

TEST_CASE("SARIF messages hold no placeholder and no link of others' making") {
  RunReport report;
  report.notes = {"[log in](https://example.invalid) {0}"};
  const Json run = Json::parse(rendered(report, Format::kSarif))["runs"][0];
  CHECK(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] ==
        "[log in] (https://example.invalid) {{0}}");
}

TEST_CASE("SARIF ends after the most results that its readers take, and says so") {
  CHECK(kMostSarifResults == 25'000);
  RunReport report;
  report.findings.assign(4, test::sample_token("a"));
  report.findings[3] = test::sample_password("b");
  const Json run = Json::parse(render_sarif(report, 3))["runs"][0];
  CHECK(run["results"].size() == 3);
  CHECK(run["tool"]["driver"]["rules"].size() == 1);
  const Json& invocation = run["invocations"][0];
  CHECK(invocation["executionSuccessful"] == true);
  CHECK(invocation["toolExecutionNotifications"][0]["message"]["text"] ==
        "Of 4 findings the first 3 are listed here; other formats list them all.");
}

}  // namespace aegis
