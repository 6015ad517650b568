#include <algorithm>
#include <string>
#include <utility>

#include "scanner/agent/shell_escape.h"
#include "scanner/agent/shell_reader.h"

namespace aegis::agent {

namespace {

constexpr std::string_view kEndsWord = " \t\n;&|()<>";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

}  // namespace

void add_text(std::vector<WordPart>& parts, std::string_view text, bool is_quoted) {
  const bool continues = !parts.empty() && parts.back().kind == WordPart::Kind::kText &&
                         parts.back().is_quoted == is_quoted;
  if (!continues) parts.push_back({WordPart::Kind::kText, is_quoted, {}, {}, {}});
  parts.back().text += text;
}

std::vector<WordPart> ShellReader::quoted_text() {
  std::vector<WordPart> parts;
  while (!is_at_end()) quoted_piece(parts, '\0');
  return parts;
}

ShellWord ShellReader::word() {
  ShellWord result;
  while (!is_at_end()) {
    const bool is_process = (peek() == '<' || peek() == '>') && peek(1) == '(';
    if (!is_process && kEndsWord.find(peek()) != std::string_view::npos) break;
    word_piece(result.parts);
  }
  return result;
}

void ShellReader::word_piece(std::vector<WordPart>& parts) {
  switch (peek()) {
    case '\\':
      ++at_;
      if (take("\n")) return;
      add_text(parts, text_.substr(at_, 1), true);
      if (!is_at_end()) ++at_;
      return;
    case '\'':
      ++at_;
      return add_text(parts, take_until('\''), true);
    case '"':
      ++at_;
      return double_quoted(parts);
    case '$':
      return dollar(parts, false);
    case '`':
      return backquoted(parts, false);
    case '<':
    case '>':
      at_ += 2;
      return substitution(parts, false);
    default: {
      const size_t from = at_;
      at_ = std::min(text_.find_first_of(" \t\n;&|()<>\\'\"$`", at_ + 1), text_.size());
      add_text(parts, text_.substr(from, at_ - from), false);
    }
  }
}

void ShellReader::double_quoted(std::vector<WordPart>& parts) {
  add_text(parts, "", true);
  while (!is_at_end() && !take("\"")) quoted_piece(parts, '"');
}

// Between double quotes, or in the text of a here-document.
void ShellReader::quoted_piece(std::vector<WordPart>& parts, char end) {
  if (peek() == '$') return dollar(parts, true);
  if (peek() == '`') return backquoted(parts, true);
  if (peek() == '\\' && at_ + 1 < text_.size()) {
    const char next = peek(1);
    const bool escapes = next == '$' || next == '`' || next == '\\' || (next == end && end != '\0');
    at_ += 2;
    if (next == '\n') return;
    return add_text(parts, text_.substr(escapes ? at_ - 1 : at_ - 2, escapes ? 1 : 2), true);
  }
  const size_t from = at_;
  const char* stops = end == '"' ? "$`\\\"" : "$`\\";
  at_ = std::min(text_.find_first_of(stops, at_ + 1), text_.size());
  add_text(parts, text_.substr(from, at_ - from), true);
}

void ShellReader::dollar(std::vector<WordPart>& parts, bool is_quoted) {
  ++at_;
  if (!is_quoted && take("'")) {
    const AnsiText ansi = unescape_ansi(text_.substr(at_));
    at_ += ansi.length;
    return add_text(parts, ansi.text, true);
  }
  if (!is_quoted && take("\"")) return double_quoted(parts);
  if (take("(")) return substitution(parts, is_quoted);
  if (take("{")) return parameter(parts, is_quoted);
  const size_t from = at_;
  if (is_name_char(peek()) && !is_digit(peek())) {
    while (is_name_char(peek())) ++at_;
  } else if (std::string_view("@*#?-$!0123456789").find(peek()) != std::string_view::npos &&
             !is_at_end()) {
    ++at_;
  } else {
    return add_text(parts, "$", is_quoted);
  }
  parts.push_back(
      {WordPart::Kind::kVariable, is_quoted, std::string(text_.substr(from, at_ - from)), {}, {}});
}

// After "${". What follows the name up to the brace may be a word that stands for the variable.
void ShellReader::parameter(std::vector<WordPart>& parts, bool is_quoted) {
  WordPart part{WordPart::Kind::kVariable, is_quoted, {}, {}, {}};
  if (peek() == '!' || peek() == '#') ++at_;
  while (is_name_char(peek())) part.text += text_[at_++];
  const bool may_be_else = peek() == ':' || peek() == '-' || peek() == '=' || peek() == '+';
  if (peek() == ':') ++at_;
  const bool is_else = may_be_else && (peek() == '-' || peek() == '=' || peek() == '+');
  if (is_else) ++at_;
  // ${NAME:?} is never empty: its name stands for whatever it is.
  const bool is_promised = peek() == '?';
  std::vector<WordPart> rest = deeper([&] {
    std::vector<WordPart> read;
    while (!is_at_end() && !take("}")) {
      const size_t before = at_;
      if (std::string_view("\\'\"$`").find(peek()) != std::string_view::npos) {
        word_piece(read);
      } else {
        add_text(read, text_.substr(at_, 1), is_quoted);
      }
      if (at_ == before) ++at_;
    }
    return read;
  });
  if (is_promised) add_text(rest, part.text, is_quoted);
  // What a pattern or an offset runs is run all the same.
  if (!is_else && !is_promised) {
    std::erase_if(rest, [](const WordPart& read) { return read.kind == WordPart::Kind::kText; });
  }
  part.instead = std::move(rest);
  parts.push_back(std::move(part));
}

// After "$(", "<(" or ">(".
void ShellReader::substitution(std::vector<WordPart>& parts, bool is_quoted) {
  WordPart part{WordPart::Kind::kCommand, is_quoted, {}, {}, {}};
  part.commands = deeper([&] { return commands(true); });
  parts.push_back(std::move(part));
}

void ShellReader::backquoted(std::vector<WordPart>& parts, bool is_quoted) {
  ++at_;
  std::string inner;
  while (!is_at_end() && !take("`")) {
    const bool escapes = peek() == '\\' && (peek(1) == '`' || peek(1) == '\\' || peek(1) == '$');
    if (escapes) ++at_;
    inner += text_[at_++];
  }
  WordPart part{WordPart::Kind::kCommand, is_quoted, {}, {}, {}};
  part.commands = deeper([&] { return ShellReader(inner, depth_, is_whole_).commands(false); });
  parts.push_back(std::move(part));
}

}  // namespace aegis::agent
