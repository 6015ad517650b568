#include "scanner/gitleaks/report.h"
#include "scanner/report/utf8.h"

namespace aegis::gitleaks {

namespace {

// What XML 1.0 has no way to write becomes U+FFFD.
bool is_character(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c != 0xfffe && c != 0xffff);
}

const char* reference_to(char32_t c) {
  switch (c) {
    case '"':
      return "&#34;";
    case '\'':
      return "&#39;";
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\t':
      return "&#x9;";
    case '\n':
      return "&#xA;";
    case '\r':
      return "&#xD;";
    default:
      return nullptr;
  }
}

std::string xml(std::string_view words) {
  std::string text;
  while (!words.empty()) {
    const CodePoint point = first_code_point(words);
    if (const char* reference = reference_to(point.value)) {
      text += reference;
    } else if (point.valid && is_character(point.value)) {
      text += words.substr(0, point.size);
    } else {
      text += "\xEF\xBF\xBD";
    }
    words.remove_prefix(point.size);
  }
  return text;
}

std::string attribute(const char* name, std::string_view value) {
  return std::string(" ") + name + "=\"" + xml(value) + '"';
}

std::string message_of(const Leak& leak) {
  std::string text = leak.rule + " has detected a secret in file " + leak.file + ", line " +
                     std::to_string(leak.start_line);
  if (leak.introduction) text += ", at commit " + leak.introduction->commit;
  return text + ".";
}

std::string test_case_of(const Leak& leak) {
  const std::string message = message_of(leak);
  return "\t\t<testcase" + attribute("classname", leak.description) + attribute("file", leak.file) +
         attribute("name", message) + attribute("time", "") + ">\n\t\t\t<failure" +
         attribute("message", message) + attribute("type", leak.description) + ">" +
         xml(go_json(json_of(leak), '\t')) + "</failure>\n\t\t</testcase>\n";
}

}  // namespace

std::string render_junit(const std::vector<Leak>& leaks) {
  const std::string count = std::to_string(leaks.size());
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n\t<testsuite" +
                     attribute("failures", count) + attribute("name", "gitleaks") +
                     attribute("tests", count) + attribute("time", "") + ">";
  if (!leaks.empty()) text += '\n';
  for (const Leak& leak : leaks) text += test_case_of(leak);
  return text + (leaks.empty() ? "" : "\t") + "</testsuite>\n</testsuites>";
}

}  // namespace aegis::gitleaks
