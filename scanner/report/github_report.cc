#include <algorithm>
#include <vector>

#include "scanner/report/escape.h"
#include "scanner/report/formats.h"
#include "scanner/report/shown.h"
#include "scanner/report/wording.h"

namespace aegis {

namespace {

enum Level { kNotice, kWarning, kError };
constexpr const char* kCommands[] = {"notice", "warning", "error"};
constexpr Level kLevels[] = {kNotice, kWarning, kError, kError};  // by Severity

// What follows the last "::" of a command.
std::string command_data(std::string_view words) {
  std::string text;
  for (const char c : escaped_for_terminal(words)) {
    if (c == '%') {
      text += "%25";
    } else {
      text += c;
    }
  }
  return text;
}

// A property's value, which must not end itself or the command.
std::string property_value(std::string_view words) {
  std::string text;
  for (const char c : command_data(words)) {
    if (c == ':') {
      text += "%3A";
    } else if (c == ',') {
      text += "%2C";
    } else {
      text += c;
    }
  }
  return text;
}

std::string title_of(const Finding& finding) {
  return "Aegis: " + what_it_is(finding) + " (" + finding.rule->id + ')';
}

std::string words_of(const Finding& finding) {
  std::string words = summed_up(finding);
  if (finding.introduction) words += ". Brought by commit " + finding.introduction->commit;
  words += ". Not a secret? Add finding:" + finding.fingerprint + " to .aegisignore";
  return shown_text(words, finding, Secrets::kRedacted);
}

std::string annotation(const Finding& finding) {
  const Place& place = finding.place;
  const auto number = [](const char* name, uint64_t value) {
    return std::string(name) + std::to_string(value);
  };
  return std::string("::") + kCommands[kLevels[static_cast<size_t>(finding.severity)]] +
         " file=" + property_value(shown_path(finding, Secrets::kRedacted)) +
         number(",line=", place.line) + number(",endLine=", place.end_line) +
         number(",col=", place.utf16_column) + number(",endColumn=", place.utf16_end_column) +
         ",title=" + property_value(title_of(finding)) + "::" + command_data(words_of(finding)) +
         '\n';
}

std::string log_line(const Finding& finding) {
  return escaped_at_line_start(shown_path(finding, Secrets::kRedacted)) + ':' +
         std::to_string(finding.place.line) + ':' + std::to_string(finding.place.column) + ' ' +
         name_of(finding.severity) + ' ' + escaped_for_terminal(title_of(finding)) + '\n';
}

// One annotation for all of it; each thing is a line of the log.
std::string skipped_lines(const RunReport& report) {
  if (report.complete()) return "";
  std::string text = "::error title=Aegis%3A incomplete::" +
                     command_data(counted(report.skipped.size(), "thing") +
                                  " could not be scanned; the log of this step lists them") +
                     '\n';
  for (const Skipped& skipped : report.skipped) {
    text += "not scanned: " + escaped_for_terminal(skipped.path) + ": " +
            escaped_for_terminal(skipped.reason) + '\n';
  }
  return text;
}

std::vector<const Finding*> gravest_first(const RunReport& report) {
  std::vector<const Finding*> findings;
  for (const Finding& finding : report.findings) findings.push_back(&finding);
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding* a, const Finding* b) { return a->severity > b->severity; });
  return findings;
}

}  // namespace

std::string render_github(const RunReport& report) {
  std::string text = skipped_lines(report);
  size_t room[] = {kMostAnnotations, kMostAnnotations,
                   kMostAnnotations - (report.complete() ? 0 : 1)};
  std::string rest;
  for (const Finding* finding : gravest_first(report)) {
    size_t& left = room[kLevels[static_cast<size_t>(finding->severity)]];
    if (left == 0) {
      rest += log_line(*finding);
      continue;
    }
    --left;
    text += annotation(*finding);
  }
  if (!rest.empty()) text += "More than a step can annotate:\n" + rest;
  for (const std::string& note : notes_of(report))
    text += "note: " + escaped_for_terminal(note) + '\n';
  return text;
}

}  // namespace aegis
