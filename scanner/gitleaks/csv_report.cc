#include <initializer_list>

#include "scanner/gitleaks/report.h"
#include "scanner/report/report.h"

namespace aegis::gitleaks {

namespace {

constexpr const char* kHeader =
    "RuleID,Commit,File,SymlinkFile,Secret,Match,StartLine,EndLine,StartColumn,EndColumn,Author,"
    "Message,Date,Email,Fingerprint,Tags\n";

// Line feeds stay, in quotes; of the rest a terminal must not obey anything.
std::string safe(std::string_view words) {
  std::string text;
  while (true) {
    const size_t end = words.find('\n');
    text += escaped_for_terminal(words.substr(0, end));
    if (end == std::string_view::npos) return text;
    text += '\n';
    words.remove_prefix(end + 1);
  }
}

// Quoted where Go's encoder quotes. A spreadsheet would compute what begins with a sign.
std::string field(std::string_view words) {
  std::string text = safe(words);
  if (!text.empty() && std::string_view("=+-@").find(text[0]) != std::string_view::npos) {
    text.insert(0, 1, '\'');
  }
  if (text.find_first_of(",\"\n") == std::string::npos && (text.empty() || text[0] != ' ')) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string joined(const std::vector<std::string>& tags) {
  std::string text;
  for (const std::string& tag : tags) text += (text.empty() ? "" : " ") + tag;
  return text;
}

std::string record_of(const Leak& leak) {
  const Json fields = json_of(leak);
  std::string line;
  for (const char* name :
       {"RuleID", "Commit", "File", "SymlinkFile", "Secret", "Match", "StartLine", "EndLine",
        "StartColumn", "EndColumn", "Author", "Message", "Date", "Email", "Fingerprint"}) {
    const Json& value = fields[name];
    line += field(value.is_string() ? value.get<std::string>() : value.dump()) + ',';
  }
  return line + field(joined(leak.tags)) + '\n';
}

}  // namespace

std::string render_csv(const std::vector<Leak>& leaks) {
  if (leaks.empty()) return {};
  std::string text = kHeader;
  for (const Leak& leak : leaks) text += record_of(leak);
  return text;
}

}  // namespace aegis::gitleaks
