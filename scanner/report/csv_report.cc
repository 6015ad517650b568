#include <initializer_list>

#include "scanner/report/escape.h"
#include "scanner/report/formats.h"
#include "scanner/report/shown.h"
#include "scanner/report/wording.h"

namespace aegis {

namespace {

constexpr const char* kHeader =
    "rule,provider,what,severity,confidence,proof,file,line,column,end_line,end_column,secret,"
    "commit,author,email,date,fingerprint\r\n";

// Spreadsheets compute a field that begins with one of these, in quotes too.
bool begins_formula(const std::string& text) {
  return !text.empty() && std::string_view("=+-@").find(text[0]) != std::string_view::npos;
}

std::string field(std::string_view words) {
  const std::string text = escaped_for_terminal(words);
  std::string quoted = "\"";
  if (begins_formula(text)) quoted += '\'';
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string record(std::initializer_list<std::string> fields) {
  std::string line;
  for (const std::string& words : fields) {
    if (!line.empty()) line += ',';
    line += field(words);
  }
  return line + "\r\n";
}

std::string record_of(const Finding& finding) {
  const Introduction none;
  const Introduction& from = finding.introduction ? *finding.introduction : none;
  const Place& place = finding.place;
  const auto safe = [&](const std::string& text) {
    return shown_text(text, finding, Secrets::kRedacted);
  };
  const std::string what = (finding.is_example ? "documented example: " : "") + finding.rule->what;
  return record({finding.rule->id, finding.provider->id, what, name_of(finding.severity),
                 name_of(finding.confidence), name_of(finding.proof),
                 shown_path(finding, Secrets::kRedacted), std::to_string(place.line),
                 std::to_string(place.column), std::to_string(place.end_line),
                 std::to_string(place.end_column), shown_secret(finding, Secrets::kRedacted),
                 safe(from.commit), safe(from.author), safe(from.email), safe(from.date),
                 finding.fingerprint});
}

std::string record_of(const Skipped& skipped) {
  return record({"aegis-not-scanned", "", skipped.reason, "", "", "", skipped.path, "", "", "", "",
                 "", "", "", "", "", ""});
}

std::string record_of(const Truncated& truncated) {
  return record({"aegis-truncated", "", in_words(truncated), "", "", "", truncated.path, "", "", "",
                 "", "", "", "", "", "", ""});
}

}  // namespace

std::string render_csv(const RunReport& report) {
  std::string text = kHeader;
  for (const Finding& finding : report.findings) text += record_of(finding);
  for (const Truncated& truncated : report.truncated) text += record_of(truncated);
  for (const Skipped& skipped : report.skipped) text += record_of(skipped);
  return text;
}

}  // namespace aegis
