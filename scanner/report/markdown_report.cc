#include <algorithm>

#include "scanner/report/escape.h"
#include "scanner/report/formats.h"
#include "scanner/report/shown.h"
#include "scanner/report/wording.h"

namespace aegis {

namespace {

constexpr size_t kMostSkipped = 50;  // named one by one

std::string words(std::string_view text) {
  return escaped_for_markdown(escaped_for_terminal(text));
}

std::string row(const Finding& finding) {
  const std::string place =
      shown_path(finding, Secrets::kRedacted) + ':' + std::to_string(finding.place.line);
  const std::string commit = finding.introduction ? finding.introduction->commit.substr(0, 12) : "";
  return std::string("| ") + name_of(finding.severity) + " | " + words(what_it_is(finding)) +
         " | " + words(place) + " | " + words(commit) + " | " + words(finding.rule->id) + " | " +
         words(what_to_do(finding)) + " |\n";
}

std::string table(const RunReport& report, size_t most) {
  if (report.findings.empty()) return "";
  std::string text =
      "\n| severity | what | where | commit | rule | now |\n|---|---|---|---|---|---|\n";
  const size_t listed = std::min(report.findings.size(), most);
  for (size_t i = 0; i < listed; ++i) text += row(report.findings[i]);
  if (report.findings.size() > listed) {
    text += "\nThe first " + std::to_string(listed) + " of " +
            std::to_string(report.findings.size()) + "; the other formats list them all.\n";
  }
  return text;
}

std::string skipped_list(const RunReport& report) {
  if (report.complete()) return "";
  const size_t count = report.skipped.size();
  std::string text = "\n**Incomplete:** " + std::to_string(count) + " not scanned\n\n";
  for (size_t i = 0; i < std::min(count, kMostSkipped); ++i) {
    text += "- " + words(report.skipped[i].path) + ": " + words(report.skipped[i].reason) + '\n';
  }
  if (count > kMostSkipped) text += "- and " + std::to_string(count - kMostSkipped) + " more\n";
  return text;
}

}  // namespace

std::string render_markdown(const RunReport& report, size_t most_rows) {
  const size_t found = report.findings.size();
  std::string text = "## Aegis: " + (found == 0 ? "no findings" : counted(found, "finding")) +
                     " in " + counted(report.scanned, "file") + '\n' + table(report, most_rows) +
                     skipped_list(report);
  for (const std::string& note : notes_of(report)) text += "\nNote: " + words(note) + '\n';
  return text;
}

}  // namespace aegis
