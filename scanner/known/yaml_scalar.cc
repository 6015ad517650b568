#include "scanner/known/yaml_scalar.h"

#include <algorithm>
#include <charconv>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr CharSet kBlank(" \t");
constexpr CharSet kSpace(" \t\r\n");

std::string_view without_trailing_blanks(std::string_view text) {
  while (!text.empty() && kSpace.contains(text.back())) text.remove_suffix(1);
  return text;
}

// A comment begins at a '#' that a blank stands before.
std::string_view without_comment(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '#' && (i == 0 || kBlank.contains(text[i - 1]))) return text.substr(0, i);
  }
  return text;
}

size_t count_spaces(std::string_view text) {
  return std::min(text.find_first_not_of(' '), text.size());
}

void append_utf8(std::string& out, unsigned code) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xc0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xe0 | code >> 12);
    } else {
      put(0xf0 | ((code >> 18) & 7));
      put(0x80 | ((code >> 12) & 0x3f));
    }
    put(0x80 | ((code >> 6) & 0x3f));
  }
  put(0x80 | (code & 0x3f));
}

}  // namespace

bool YamlText::is_space(size_t ahead) const {
  return at_ + ahead >= text_.size() || kSpace.contains(text_[at_ + ahead]);
}

std::string_view YamlText::line_here() const {
  std::string_view line = rest().substr(0, rest().find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool YamlText::at_blank_line() const {
  return line_here().find_first_not_of(" \t") == std::string_view::npos;
}

void YamlText::skip(size_t count) {
  for (; count > 0 && !at_end(); --count) line_ += text_[at_++] == '\n';
}

size_t YamlText::skip_spaces() {
  const size_t count = count_spaces(rest());
  at_ += count;
  return count;
}

void YamlText::skip_blanks() {
  while (kBlank.contains(peek())) ++at_;
}

void YamlText::skip_line() {
  skip(std::min(rest().find('\n'), rest().size()) + 1);
}

void YamlText::skip_properties() {
  while (peek() == '!' || peek() == '&') {
    while (!is_space(0)) ++at_;
    skip_blanks();
  }
}

void YamlText::skip_space_and_comments() {
  for (;;) {
    while (!at_end() && kSpace.contains(peek())) skip(1);
    if (peek() != '#') return;
    skip_line();
  }
}

std::optional<std::string> YamlText::take_key() {
  const YamlText before = *this;
  const char first = peek();
  if (first == '"' || first == '\'') {
    auto key = take_quoted();
    skip_blanks();
    if (key && peek() == ':' && is_space(1)) {
      skip(1);
      return key;
    }
    *this = before;
    return std::nullopt;
  }
  if (CharSet("{}[],&*!|>%@`").contains(first)) return std::nullopt;
  const std::string_view line = without_comment(line_here());
  for (size_t colon = line.find(':'); colon != std::string_view::npos;
       colon = line.find(':', colon + 1)) {
    if (colon + 1 < line.size() && !kBlank.contains(line[colon + 1])) continue;
    skip(colon + 1);
    return std::string(without_trailing_blanks(line.substr(0, colon)));
  }
  return std::nullopt;
}

std::optional<std::string> YamlText::take_quoted() {
  const char quote = peek();
  std::string out;
  for (skip(1); !at_end();) {
    const char c = peek();
    if (c == quote && quote == '\'' && rest().substr(1, 1) == "'") {
      out += c;
      skip(2);
    } else if (c == quote) {
      skip(1);
      return out;
    } else if (c == '\n' || c == '\r') {
      fold_lines(out);
    } else if (c == '\\' && quote == '"') {
      append_escape(out);
    } else {
      out += c;
      skip(1);
    }
  }
  return std::nullopt;
}

// The end of a line and the blanks around it are a space; empty lines are line feeds.
void YamlText::fold_lines(std::string& out) {
  while (!out.empty() && kBlank.contains(out.back())) out.pop_back();
  size_t breaks = 0;
  while (!at_end() && kSpace.contains(peek())) {
    breaks += peek() == '\n';
    skip(1);
  }
  out.append(breaks > 1 ? std::string(breaks - 1, '\n') : " ");
}

void YamlText::append_escape(std::string& out) {
  constexpr std::string_view kNames = "0abtnvfre \"/\\";
  constexpr std::string_view kMeant("\0\a\b\t\n\v\f\r\x1b \"/\\", 13);
  skip(1);
  const char c = peek();
  if (c == '\n' || c == '\r') {  // the line goes on below
    while (!at_end() && kSpace.contains(peek())) skip(1);
    return;
  }
  skip(1);
  const size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
  if (digits > 0) {
    const std::string_view hex = rest().substr(0, digits);
    unsigned code = 0;
    std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
    append_utf8(out, code);
    skip(hex.size());
  } else if (const size_t known = kNames.find(c); known != std::string_view::npos) {
    out += kMeant[known];
  } else {
    out += '\\';
    out += c;
  }
}

std::string YamlText::take_plain(size_t indent) {
  std::string out;
  for (size_t spaces = indent + 1; !at_end() && spaces > indent;) {
    const std::string_view line = line_here().substr(out.empty() ? 0 : spaces);
    const std::string_view text = without_trailing_blanks(without_comment(line));
    if (text.empty()) break;
    if (!out.empty()) out += ' ';
    out += text;
    const bool has_comment = text.size() < without_trailing_blanks(line).size();
    skip_line();
    if (has_comment) break;
    spaces = count_spaces(line_here());
  }
  return out;
}

std::string YamlText::take_flow_plain() {
  std::string out;
  while (!at_end() && !CharSet(",{}[]\r\n").contains(peek())) {
    if (peek() == ':' && (is_space(1) || CharSet(",{}[]").contains(rest().substr(0, 2).back()))) {
      break;
    }
    if (peek() == '#' && (out.empty() || kBlank.contains(out.back()))) break;
    out += peek();
    skip(1);
  }
  return std::string(without_trailing_blanks(out));
}

std::string YamlText::take_block_scalar(size_t indent) {
  const std::string_view header = line_here();
  const size_t digit = header.find_first_of("123456789");
  std::optional<size_t> own;  // indentation of the text; that of its first line, unless it is said
  if (digit < header.find('#')) own = indent + static_cast<size_t>(header[digit] - '0');
  const bool folded = peek() == '>';
  skip_line();
  std::string out;
  for (; !at_end(); skip_line()) {
    const std::string_view line = line_here();
    if (at_blank_line()) {
      out += '\n';
      continue;
    }
    const size_t spaces = count_spaces(line);
    if (spaces <= indent || (own && spaces < *own)) break;
    if (!own) own = spaces;
    if (folded && !out.empty() && out.back() != '\n') out += ' ';
    out += line.substr(*own);
    if (!folded) out += '\n';
  }
  return std::string(without_trailing_blanks(out));
}

}  // namespace aegis
