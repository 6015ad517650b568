#include "scanner/detect/password_file.h"

#include <algorithm>

#include "scanner/detect/line_words.h"

namespace aegis {

namespace {

constexpr size_t kLine = 2048;  // how much of a line is looked at

}  // namespace

Span follow_netrc(const Rule&, const GrammarText& text, Span keyword, std::vector<Candidate>& out) {
  std::string_view bytes = text.bytes;
  const size_t next =
      bytes.substr(0, std::min(bytes.size(), keyword.end + 512)).find("machine", keyword.end);
  const size_t end =
      next == std::string_view::npos ? std::min(bytes.size(), keyword.end + 512) : next;
  // Most machines in a text are none of a .netrc.
  if (bytes.substr(0, end).find("password", keyword.end) == std::string_view::npos) return {};
  bool login = false;
  size_t at = keyword.end;
  for (int lines = 0; at < end && lines < 6; ++lines) {
    const std::vector<Span> words = words_of_line(bytes.substr(0, end), at, kLine);
    for (size_t i = 0; i + 1 < words.size(); ++i) {
      const std::string_view word = bytes.substr(words[i].begin, words[i].size());
      login = login || word == "login";
      if (word == "password" && login) append_password(text, words[i + 1], out);
    }
    const size_t newline = bytes.substr(0, end).find('\n', at);
    if (newline == std::string_view::npos) break;
    at = newline + 1;
  }
  return {};
}

void find_pgpass(const GrammarText& text, Span lines, std::vector<Candidate>& out) {
  size_t at = lines.begin;
  while (at < lines.end) {
    size_t end = text.bytes.find('\n', at);
    if (end == std::string_view::npos) end = text.bytes.size();
    const std::string_view line = text.bytes.substr(at, end - at);
    size_t field = 0;
    size_t begin = 0;
    for (size_t i = 0; i < line.size() && field < 4; ++i) {
      if (line[i] == ':' && (i == 0 || line[i - 1] != '\\')) {
        ++field;
        begin = i + 1;
      }
    }
    if (field == 4 && !line.starts_with('#') && begin < line.size()) {
      size_t last = at + line.size();
      if (text.bytes[last - 1] == '\r') --last;
      append_password(text, {at + begin, last}, out);
    }
    at = end + 1;
  }
}

}  // namespace aegis
