// One function a format, as render_report calls them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "scanner/report/report.h"

namespace aegis {

std::string render_text(const RunReport& report, const ReportStyle& style);
std::string render_json(const RunReport& report, Secrets secrets);
std::string render_jsonl(const RunReport& report, Secrets secrets);

// SARIF 2.1.0. Never holds a secret, whatever the style. Findings beyond `most_results` are counted
// in a notification instead; GitHub refuses a run with more than 25,000.
inline constexpr size_t kMostSarifResults = 25'000;
std::string render_sarif(const RunReport& report, size_t most_results = kMostSarifResults);

// The formats below are for build servers. None ever holds a secret, whatever the style, and each
// lists what was not scanned beside what was found.

// Workflow commands of GitHub Actions (docs.github.com, "Workflow commands"). A step shows ten
// annotations a level, so the gravest are annotated, and the rest are lines of the log.
inline constexpr size_t kMostAnnotations = 10;
std::string render_github(const RunReport& report);

// GitLab's secret detection report, schema 15.2.1, and its code quality report
// (docs.gitlab.com, "Code Quality report format").
std::string render_gitlab(const RunReport& report);
std::string render_code_quality(const RunReport& report);

// JUnit XML as GitLab and Jenkins read it: each finding a failed test, each thing that was not
// scanned an error, and one test that passed where there is neither.
std::string render_junit(const RunReport& report);

// RFC 4180, a header first. A field that a spreadsheet would take for a formula begins with '.
std::string render_csv(const RunReport& report);

// What a person reads on a job's summary page, in GitHub's Markdown; at most `most_rows` findings
// are listed, since GitHub takes 1 MiB.
inline constexpr size_t kMostMarkdownRows = 500;
std::string render_markdown(const RunReport& report, size_t most_rows = kMostMarkdownRows);

// How a text report looks on a terminal.
inline constexpr std::string_view kBold = "\x1b[1m";
inline constexpr std::string_view kRed = "\x1b[31m";
inline constexpr std::string_view kYellow = "\x1b[33m";

std::string painted(std::string_view text, std::string_view paint, Colour colour);

}  // namespace aegis
