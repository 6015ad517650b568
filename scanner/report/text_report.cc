#include <algorithm>

#include "scanner/report/escape.h"
#include "scanner/report/formats.h"
#include "scanner/report/history_fields.h"
#include "scanner/report/log_fields.h"
#include "scanner/report/shown.h"
#include "scanner/report/utf8.h"
#include "scanner/report/wording.h"

namespace aegis {

namespace {

constexpr std::string_view kMore = "...";  // stands for what is cut off

std::string_view paint_of(Severity severity) {
  return severity >= Severity::kHigh ? kRed : kYellow;
}

std::string header(const Finding& finding, const ReportStyle& style) {
  std::string place = escaped_at_line_start(shown_path(finding, style.secrets));
  if (!is_of_file(finding)) {
    place += ':' + std::to_string(finding.place.line) + ':' + std::to_string(finding.place.column);
  }
  return painted(place, kBold, style.colour) + "  " +
         painted(name_of(finding.severity), paint_of(finding.severity), style.colour) + "  " +
         escaped_for_terminal(what_it_is(finding) + "  (" + finding.rule->id) + ")\n";
}

// A piece of a source line: a tab as one space, and nothing of the NULs of UTF-16.
std::string as_line(std::string text) {
  std::replace(text.begin(), text.end(), '\t', ' ');
  text.erase(std::remove(text.begin(), text.end(), '\0'), text.end());
  return escaped_for_terminal(text);
}

struct ShownLine {
  std::string before;
  std::string secret;
  std::string after;
};

std::string shown_before(const Finding& finding, Secrets secrets) {
  const Evidence& evidence = finding.evidence;
  if (!evidence.cut_before) return as_line(shown_text(evidence.before, finding, secrets));
  const std::string_view whole = without_cut_beginning(evidence.before);
  return std::string(kMore) + as_line(shown_text(whole, finding, secrets));
}

std::string shown_after(const Finding& finding, Secrets secrets) {
  const Evidence& evidence = finding.evidence;
  if (!evidence.cut_after) return as_line(shown_text(evidence.after, finding, secrets));
  const std::string_view whole = without_cut_end(evidence.after);
  return as_line(shown_text(whole, finding, secrets)).append(kMore);
}

// Of a secret on several lines, its first line.
ShownLine shown_line(const Finding& finding, Secrets secrets) {
  ShownLine line;
  line.before = shown_before(finding, secrets);
  std::string secret = shown_secret(finding, secrets);
  const bool goes_on = finding.place.end_line > finding.place.line;
  if (goes_on && secrets == Secrets::kShown) {
    secret.resize(std::min(secret.find_first_of("\r\n"), secret.size()));
  }
  line.secret = as_line(std::move(secret));
  line.after = goes_on ? std::string(kMore) : shown_after(finding, secrets);
  return line;
}

std::string evidence(const Finding& finding, const ReportStyle& style) {
  if (is_of_file(finding)) return "";
  const ShownLine line = shown_line(finding, style.secrets);
  const std::string number = std::to_string(finding.place.line);
  const std::string indent(count_code_points(line.before), ' ');
  const std::string carets(count_code_points(line.secret), '^');
  return "  " + number + " | " + line.before + painted(line.secret, kRed, style.colour) +
         line.after + "\n  " + std::string(number.size(), ' ') + " | " + indent +
         painted(carets, kRed, style.colour) + '\n';
}

std::string why(const Finding& finding) {
  std::string text = proof_in_words(finding) + "; confidence " + name_of(finding.confidence);
  if (!finding.doubt.empty()) text += " (doubt: " + finding.doubt + ')';
  return text;
}

std::string what_now(const Finding& finding) {
  std::string text = what_to_do(finding);
  const std::string& check_use = finding.provider->check_use;
  if (!check_use.empty() && !finding.is_example) text += " (then check its use: " + check_use + ')';
  return text;
}

std::string history_line(std::string_view label, std::string_view words, const Finding& finding,
                         const ReportStyle& style) {
  if (words.empty()) return "";
  const std::string shown = shown_text(words, finding, style.secrets);
  return std::string(label).append(escaped_for_terminal(shown)).append("\n");
}

std::string paragraph(const Finding& finding, const ReportStyle& style) {
  const std::string reason = shown_text(why(finding), finding, style.secrets);
  return header(finding, style) + evidence(finding, style) +
         history_line("  from:  ", introduction_in_words(finding), finding, style) +
         history_line("  line:  ", log_place_in_words(finding), finding, style) +
         history_line("  seen:  ", sightings_in_words(finding), finding, style) +
         history_line("  still: ", exposure_in_words(finding), finding, style) +
         "  why:   " + escaped_for_terminal(reason) +
         "\n  now:   " + escaped_for_terminal(what_now(finding)) + "\n  allow: not a secret? " +
         escaped_for_terminal(how_to_allow(finding)) + '\n';
}

}  // namespace

std::string painted(std::string_view text, std::string_view paint, Colour colour) {
  if (colour == Colour::kNo) return std::string(text);
  return std::string(paint).append(text).append("\x1b[0m");
}

std::string render_text(const RunReport& report, const ReportStyle& style) {
  std::string text;
  for (const Finding& finding : report.findings) {
    if (!text.empty()) text += '\n';
    text += paragraph(finding, style);
  }
  return text;
}

}  // namespace aegis
