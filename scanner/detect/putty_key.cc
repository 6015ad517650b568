// Tested by tests/unit/pem_test.cc. The form is that of PuTTY's manual, appendix C.
#include "scanner/detect/putty_key.h"

#include <algorithm>
#include <string>

#include "scanner/detect/private_key.h"
#include "scanner/rule/checksum.h"

namespace aegis {

namespace {

constexpr size_t kLongest = 12 * 1024;

// The rest of the line that begins so, or nothing.
std::string_view header(std::string_view text, std::string_view name) {
  const size_t at = text.find(name);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + name.size());
  text = text.substr(0, text.find('\n'));
  while (!text.empty() && (text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
  return text;
}

// What stands in base64 on the lines between "Public-Lines" and "Private-Lines".
std::string public_blob(std::string_view text) {
  const size_t at = text.find("Public-Lines:");
  if (at == std::string_view::npos) return {};
  text.remove_prefix(std::min(text.find('\n', at), text.size()));
  text = text.substr(0, text.find("Private-Lines:"));
  std::string body;
  for (const char c : text) {
    if (c != '\r' && c != '\n' && c != ' ') body += c;
  }
  return decode_base64(body).value_or("");
}

}  // namespace

void follow_putty_key(const Rule& rule, const GrammarText& text, Span keyword,
                      std::vector<Candidate>& out) {
  const std::string_view window = text.bytes.substr(keyword.begin, kLongest);
  const size_t lines = window.find("Private-Lines:");
  if (lines == std::string_view::npos) return;
  const size_t mac = window.find("Private-MAC:", lines);
  const size_t end = mac == std::string_view::npos
                         ? window.size()
                         : std::min(window.find('\n', mac), window.size());
  PrivateKey key;
  key.form = "PuTTY";
  key.encrypted = header(window, "Encryption: ") != "none";
  read_ssh_public_key(public_blob(window), key);
  Candidate candidate;
  candidate.secret = {keyword.begin, keyword.begin + end};
  candidate.public_prefix = keyword.size();
  candidate.proof = Proof::kStructure;
  candidate.detail = in_words(key);
  if (key.encrypted) candidate.severity = std::min(rule.severity, Severity::kMedium);
  out.push_back(std::move(candidate));
}

}  // namespace aegis
