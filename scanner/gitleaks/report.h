// Reports as gitleaks 8.30 writes them: the same fields, names and order.
//
// Secrets are always "REDACTED", in `Match` as well. Columns are right on every line, and end
// columns are those of the first place behind: gitleaks' are one too high on all lines but the
// first. What a terminal, a log or a spreadsheet could obey is escaped.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/json.h"
#include "scanner/gitleaks/config.h"
#include "scanner/gitleaks/leak.h"

namespace aegis::gitleaks {

enum class ReportFormat { kJson, kCsv, kJunit, kSarif };

std::optional<ReportFormat> report_format_from(std::string_view name);

std::string render(ReportFormat format, const std::vector<Leak>& leaks, const Config& config);

std::string render_json(const std::vector<Leak>& leaks);
std::string render_csv(const std::vector<Leak>& leaks);  // empty where there is no leak
std::string render_junit(const std::vector<Leak>& leaks);
std::string render_sarif(const std::vector<Leak>& leaks, const Config& config);

// For people, a paragraph a leak (--verbose).
std::string render_text(const std::vector<Leak>& leaks);

// The fields of a leak in JSON's order of gitleaks; its entropy is a text of digits.
Json json_of(const Leak& leak);
// `value` as Go's encoder writes it, entropies as the numbers that they are.
std::string go_json(const Json& value, char indent);

}  // namespace aegis::gitleaks
