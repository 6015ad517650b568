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

// How a text report looks on a terminal.
inline constexpr std::string_view kBold = "\x1b[1m";
inline constexpr std::string_view kRed = "\x1b[31m";
inline constexpr std::string_view kYellow = "\x1b[33m";

std::string painted(std::string_view text, std::string_view paint, Colour colour);

}  // namespace aegis
