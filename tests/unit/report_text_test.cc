#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <string>

#include "scanner/report/report.h"
#include "tests/golden/report/sample_report.h"

namespace aegis {

namespace {

using Catch::Contains;
using Catch::Equals;
using Catch::StartsWith;

RunReport report_of(Finding finding) {
  RunReport report;
  report.findings.push_back(std::move(finding));
  report.scanned = 1;
  return report;
}

std::string line_of(const std::string& text, size_t number) {
  size_t begin = 0;
  for (; number > 1; --number) begin = text.find('\n', begin) + 1;
  return text.substr(begin, text.find('\n', begin) - begin);
}

constexpr ReportStyle kColoured{Format::kText, Colour::kYes, Secrets::kRedacted};
constexpr ReportStyle kInClear{Format::kText, Colour::kNo, Secrets::kShown};

}  // namespace

TEST_CASE("A known value says whose it is, and is not allowed by the ignore file") {
  RunReport report;
  report.findings = {test::sample_token("a")};
  report.findings[0].proof = Proof::kKnown;
  report.findings[0].detail = "DB_PASSWORD in ~/.secure/db.env, in base64";
  const std::string text = render_report(report, {});
  CHECK(
      text.find("why:   it is a value of your own (DB_PASSWORD in ~/.secure/db.env, in base64)") !=
      std::string::npos);
  CHECK(text.find("under \"except\" in your own configuration") != std::string::npos);
  CHECK(text.find(".aegisignore") == std::string::npos);
}

TEST_CASE("A caret stands under each character of the secret") {
  Finding finding = test::sample_token("a.py");
  finding.evidence.before = "\tcl\xc3\xa9\x01=";
  const std::string text = render_report(report_of(finding), {});
  CHECK(line_of(text, 2) == "  12 |  cl\xc3\xa9\\x01=ghp_********\"  # keep");
  CHECK(line_of(text, 3) == "     |          ^^^^^^^^^^^^");
}

TEST_CASE("A finding takes six lines whatever its path and its line hold") {
  const std::string hostile[] = {"a\nb",
                                 "\x1b]0;x\x07",
                                 "\xff\xfe",
                                 "\xe2\x80\xae"
                                 "cod.exe",
                                 "\"'`",
                                 "a\\b",
                                 "100%s%n",
                                 "\xef\xbf\xbe",
                                 "::stop-commands::x",
                                 "##vso[x]"};
  for (const std::string& bytes : hostile) {
    Finding finding = test::sample_token(bytes);
    finding.evidence = {bytes, bytes, false, false};
    finding.name = finding.detail = bytes;
    const std::string text = render_report(report_of(finding), {});
    INFO(text);
    CHECK(std::count(text.begin(), text.end(), '\n') == 6);
    for (size_t i = 1; i <= 6; ++i)
      CHECK(line_of(text, i) == escaped_for_terminal(line_of(text, i)));
    CHECK_THAT(text, !StartsWith("::"));
  }
}

TEST_CASE("The secret is not in the text unless it is asked for") {
  Finding finding = test::sample_token("old/" + test::token_text() + ".txt");
  finding.evidence.after = " # was " + test::token_text();
  finding.detail = test::token_text();
  const std::string hidden = std::string(36, 'x');
  CHECK_THAT(render_report(report_of(finding), {}), !Contains(hidden));
  CHECK_THAT(render_report(report_of(finding), kInClear), Contains("= \"" + test::token_text()));
}

TEST_CASE("A secret shown in clear is escaped") {
  Finding finding = test::sample_token("a.py");
  finding.secret = Secret("ghp_\x1b[2J", 4);
  CHECK_THAT(render_report(report_of(finding), kInClear), Contains("ghp_\\x1b[2J"));
}

TEST_CASE("Of a secret on several lines the first one is shown") {
  Finding finding = test::sample_token("key.pem");
  const std::string first = "-----BEGIN " + std::string("SAMPLE-----");
  finding.secret = Secret(first + "\nyyyy\n-----END SAMPLE-----", first.size());
  finding.place.end_line = 14;
  finding.evidence = {"", " # after the end", false, false};
  CHECK(line_of(render_report(report_of(finding), {}), 2) == "  12 | " + first + "********...");
  CHECK(line_of(render_report(report_of(finding), kInClear), 2) == "  12 | " + first + "...");
}

TEST_CASE("A line in UTF-16 is shown without its zero bytes") {
  Finding finding = test::sample_token("a.reg");
  finding.secret = Secret(std::string("g\0h\0p\0_\0x\0", 10), 8);
  finding.evidence = {std::string("k\0=\0", 4), std::string(";\0", 2), false, false};
  CHECK(line_of(render_report(report_of(finding), {}), 2) == "  12 | k=ghp_********;");
}

TEST_CASE("A provider's name is not said twice") {
  Finding finding = test::sample_token("a.py");
  Rule rule = *finding.rule;
  rule.what = "GitHub App key";
  finding.rule = &rule;
  CHECK_THAT(line_of(render_report(report_of(finding), {}), 1),
             Equals("a.py:12:10  critical  GitHub App key  (github-token)"));
}

TEST_CASE("Colour is there only when asked for") {
  const RunReport report = test::sample_report();
  CHECK_THAT(render_report(report, {}), !Contains("\x1b"));
  CHECK_THAT(render_text_summary(report, Colour::kNo), !Contains("\x1b"));
  const std::string text = render_report(report, kColoured);
  CHECK_THAT(text, StartsWith("\x1b[1mapp/config.py:12:10\x1b[0m  \x1b[31mcritical\x1b[0m"));
  CHECK_THAT(text, Contains("\x1b[33mmedium\x1b[0m"));
  CHECK_THAT(text, Contains("\"\x1b[31mghp_********\x1b[0m\""));
  CHECK_THAT(render_text_summary(report, Colour::kYes), Contains("\x1b[31mINCOMPLETE\x1b[0m: 2"));
}

TEST_CASE("The summary counts in words") {
  struct Case {
    uint64_t files;
    uint64_t bytes;
    const char* want;
  };
  const Case cases[] = {{0, 0, "nothing to scan\n"},
                        {1, 0, "no findings in 1 file (0 B)\n"},
                        {2, 999, "no findings in 2 files (999 B)\n"},
                        {2, 1000, "no findings in 2 files (1.0 kB)\n"},
                        {2, 999'999, "no findings in 2 files (999.9 kB)\n"},
                        {3, UINT64_MAX, "no findings in 3 files (18.4 EB)\n"}};
  for (const Case& row : cases) {
    RunReport report;
    report.scanned = row.files;
    report.bytes = row.bytes;
    CHECK(render_text_summary(report, Colour::kNo) == row.want);
  }
}

TEST_CASE("The summary never sounds clean when something was not scanned") {
  RunReport report;
  report.skipped = {{"a\nb", "Permission\x1b denied"}};
  CHECK(
      render_text_summary(report, Colour::kNo) ==
      "no findings in 0 files (0 B)\nINCOMPLETE: 1 not scanned\n  a\\x0ab: Permission\\x1b denied\n"
      "next: make readable what was not scanned, and run again\n");
}

TEST_CASE("The summary names fifty skipped things and counts the rest") {
  RunReport report;
  report.skipped.assign(50, {"p", "r"});
  CHECK_THAT(render_text_summary(report, Colour::kNo), !Contains(" more"));
  report.skipped.assign(52, {"p", "r"});
  CHECK_THAT(render_text_summary(report, Colour::kNo), Contains("  and 2 more; --format json"));
}

TEST_CASE("Of every reason the summary names one thing, however many share another") {
  RunReport report;
  report.skipped.assign(1000, {"a", "is missing"});
  report.skipped.push_back({"b", "is damaged"});
  const std::string text = render_text_summary(report, Colour::kNo);
  CHECK_THAT(text, Contains("  b: is damaged\n"));
  CHECK_THAT(text, Contains("  and 951 more"));
}

}  // namespace aegis
