#include "scanner/gitleaks/report.h"

#include <charconv>

#include "scanner/report/escape.h"
#include "scanner/report/report.h"

namespace aegis::gitleaks {

namespace {

constexpr std::string_view kEntropyKey = "\"Entropy\": ";

// A float's shortest decimal, as Go prints a float32. The JSON library would print more digits, so
// it is given a text, whose quotes are taken off behind it.
std::string shortest(float value) {
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof(digits), value, std::chars_format::fixed);
  return std::string(digits, end.ptr);
}

// No text in JSON holds the key with quotes that are not escaped.
std::string without_quotes_of_entropy(std::string json) {
  for (size_t at = 0; (at = json.find(kEntropyKey, at)) != std::string::npos;) {
    at += kEntropyKey.size();
    json.erase(at, 1);
    json.erase(json.find('"', at), 1);
  }
  return json;
}

}  // namespace

std::optional<ReportFormat> report_format_from(std::string_view name) {
  if (name == "json") return ReportFormat::kJson;
  if (name == "csv") return ReportFormat::kCsv;
  if (name == "junit") return ReportFormat::kJunit;
  if (name == "sarif") return ReportFormat::kSarif;
  return std::nullopt;
}

std::string render(ReportFormat format, const std::vector<Leak>& leaks, const Config& config) {
  switch (format) {
    case ReportFormat::kJson:
      return render_json(leaks);
    case ReportFormat::kCsv:
      return render_csv(leaks);
    case ReportFormat::kJunit:
      return render_junit(leaks);
    case ReportFormat::kSarif:
      return render_sarif(leaks, config);
  }
  return {};
}

Json json_of(const Leak& leak) {
  const Introduction none;
  const Introduction& from = leak.introduction ? *leak.introduction : none;
  Json object;
  object["RuleID"] = leak.rule;
  object["Description"] = leak.description;
  object["StartLine"] = leak.start_line;
  object["EndLine"] = leak.end_line;
  object["StartColumn"] = leak.start_column;
  object["EndColumn"] = leak.end_column;
  object["Match"] = leak.match;
  object["Secret"] = leak.secret.empty() ? "" : kRedacted;
  object["File"] = leak.file;
  object["SymlinkFile"] = "";
  object["Commit"] = from.commit;
  object["Entropy"] = shortest(leak.entropy);
  object["Author"] = from.author;
  object["Email"] = from.email;
  object["Date"] = leak.date;
  object["Message"] = leak.message;
  object["Tags"] = leak.tags;
  object["Fingerprint"] = fingerprint_of(leak, leak.rule);
  return object;
}

// Go writes what could be taken for HTML as numbers.
std::string go_json(const Json& value, char indent) {
  const std::string plain =
      without_quotes_of_entropy(value.dump(1, indent, false, Json::error_handler_t::replace));
  std::string text;
  for (const char c : plain) {
    if (c == '<') {
      text += "\\u003c";
    } else if (c == '>') {
      text += "\\u003e";
    } else if (c == '&') {
      text += "\\u0026";
    } else {
      text += c;
    }
  }
  return escaped_in_json(text);
}

std::string render_json(const std::vector<Leak>& leaks) {
  Json list = Json::array();
  for (const Leak& leak : leaks) list.push_back(json_of(leak));
  return go_json(list, ' ') + "\n";
}

std::string render_text(const std::vector<Leak>& leaks) {
  std::string text;
  const auto line = [&](const char* name, const std::string& value) {
    const std::string padded = std::string(name) + ":";
    if (!value.empty())
      text += padded + std::string(13 - padded.size(), ' ') + escaped_for_terminal(value) + "\n";
  };
  for (const Leak& leak : leaks) {
    const Json fields = json_of(leak);
    line("Finding", leak.match);
    line("Secret", fields["Secret"]);
    line("RuleID", leak.rule);
    line("Entropy", fields["Entropy"]);
    line("File", leak.file);
    line("Line", std::to_string(leak.start_line));
    line("Commit", fields["Commit"]);
    line("Author", fields["Author"]);
    line("Email", fields["Email"]);
    line("Date", leak.introduction ? leak.date : "");
    line("Fingerprint", fields["Fingerprint"]);
    text += "\n";
  }
  return text;
}

}  // namespace aegis::gitleaks
