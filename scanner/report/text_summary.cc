#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "scanner/report/escape.h"
#include "scanner/report/formats.h"
#include "scanner/report/wording.h"

namespace aegis {

namespace {

constexpr size_t kListed = 50;  // skipped things named one by one

// Which of them: the first ones, but of every reason one as long as there is place.
std::vector<size_t> listed_of(const std::vector<Skipped>& skipped) {
  std::set<std::string_view> reasons;
  std::vector<size_t> listed;
  std::vector<size_t> others;
  for (size_t i = 0; i < skipped.size(); ++i) {
    const bool is_new = listed.size() < kListed && reasons.insert(skipped[i].reason).second;
    (is_new ? listed : others).push_back(i);
  }
  others.resize(std::min(others.size(), kListed - listed.size()));
  listed.insert(listed.end(), others.begin(), others.end());
  std::sort(listed.begin(), listed.end());
  return listed;
}

std::string explanation(const Explained& explained) {
  const std::string secret = explained.redacted.empty() ? "" : "  (" + explained.redacted + ')';
  return escaped_at_line_start(explained.path) + ':' + std::to_string(explained.line) + ':' +
         std::to_string(explained.column) + ' ' +
         escaped_for_terminal(explained.rule + ": dropped by " + explained.filter + secret) + '\n';
}

std::string result_line(const RunReport& report, Colour colour) {
  const size_t found = report.findings.size();
  if (found == 0 && report.scanned == 0 && report.complete()) return "nothing to scan\n";
  const std::string findings = found == 0 ? "no findings" : counted(found, "finding");
  return painted(findings, found == 0 ? "" : kRed, found == 0 ? Colour::kNo : colour) + " in " +
         counted(report.scanned, "file") + " (" + size_in_words(report.bytes) + ")\n";
}

std::string skipped_lines(const RunReport& report, Colour colour) {
  const size_t count = report.skipped.size();
  if (count == 0) return "";
  std::string text =
      painted("INCOMPLETE", kRed, colour) + ": " + std::to_string(count) + " not scanned\n";
  for (const size_t i : listed_of(report.skipped)) {
    const Skipped& skipped = report.skipped[i];
    text += "  " + escaped_at_line_start(skipped.path) + ": " +
            escaped_for_terminal(skipped.reason) + '\n';
  }
  if (count > kListed) {
    text += "  and " + std::to_string(count - kListed) + " more; --format json lists them all\n";
  }
  return text;
}

std::string left_out_lines(const RunReport& report) {
  std::string text;
  if (report.excluded > 0) text += counted(report.excluded, "file") + " excluded by ignore rules\n";
  if (report.ignored > 0) text += counted(report.ignored, "finding") + " ignored by .aegisignore\n";
  if (report.baselined > 0) text += counted(report.baselined, "finding") + " in the baseline\n";
  for (const std::string& note : notes_of(report))
    text += "note: " + escaped_for_terminal(note) + '\n';
  return text;
}

std::string next_line(const RunReport& report) {
  if (!report.findings.empty()) {
    return "next: rotate what is real, then take it out of the files; allow what is not a secret\n";
  }
  if (report.objects()) return "next: renew or remove what is stale (--strict)\n";
  if (!report.complete()) return "next: make readable what was not scanned, and run again\n";
  return "";
}

}  // namespace

std::string render_text_summary(const RunReport& report, Colour colour) {
  std::string text;
  for (const Explained& explained : report.explained) text += explanation(explained);
  return text + result_line(report, colour) + skipped_lines(report, colour) +
         left_out_lines(report) + next_line(report);
}

}  // namespace aegis
