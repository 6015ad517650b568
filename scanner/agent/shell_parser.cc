#include "scanner/agent/shell_parser.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "scanner/agent/shell_escape.h"

namespace aegis::agent {

namespace {

constexpr std::array<std::string_view, 17> kReserved = {
    "if", "then", "else", "elif", "fi", "do",       "done",   "while", "until",
    "{",  "}",    "!",    "esac", "in", "function", "coproc", "time"};

constexpr std::string_view kEndsWord = " \t\n;&|()<>";

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Adds to the word's last part where that is of the same kind, so that a word has few parts.
void add_text(std::vector<WordPart>& parts, std::string_view text, bool is_quoted) {
  const bool continues = !parts.empty() && parts.back().kind == WordPart::Kind::kText &&
                         parts.back().is_quoted == is_quoted;
  if (!continues) parts.push_back({WordPart::Kind::kText, is_quoted, {}, {}, {}});
  parts.back().text += text;
}

class Parser {
 public:
  Parser(std::string_view text, int depth, bool& is_whole)
      : text_(text), depth_(depth), is_whole_(is_whole) {}

  // Up to the end of the text, or past the `)` that ends a substitution.
  std::vector<ShellCommand> commands(bool is_inner);

  // All of the text as if it stood between double quotes.
  std::vector<WordPart> quoted_text() {
    std::vector<WordPart> parts;
    while (!is_at_end()) quoted_piece(parts, '\0');
    return parts;
  }

 private:
  // A here-document whose text comes after the end of the line.
  struct Awaited {
    size_t command;
    size_t redirection;
    std::string end;
    bool is_literal;
    bool strips_tabs;
  };
  // The commands that are being read, and the one that is not complete yet.
  struct List {
    std::vector<ShellCommand> commands;
    ShellCommand current;
    std::vector<Awaited> awaited;
    size_t open = 0;  // parentheses
    bool pipe = false;

    void finish() {
      if (!current.words.empty() || !current.redirections.empty()) {
        commands.push_back(std::move(current));
      }
      current = {};
    }
    ShellCommand& command() {
      if (pipe) current.reads_pipe = true;
      pipe = false;
      return current;
    }
    bool is_test() const { return !current.words.empty() && plain_text(current.words[0]) == "[["; }
  };

  bool is_at_end() const { return at_ >= text_.size(); }
  char peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool take(std::string_view what) {
    if (text_.substr(at_, what.size()) != what) return false;
    at_ += what.size();
    return true;
  }
  std::string_view take_until(char end) {
    const size_t from = at_;
    const size_t found = text_.find(end, at_);
    at_ = found == std::string_view::npos ? text_.size() : found + 1;
    return text_.substr(from, (found == std::string_view::npos ? at_ : found) - from);
  }
  template <typename Read>
  auto deeper(Read read) {
    decltype(read()) result{};
    if (depth_ >= kDeepestShell) {
      is_whole_ = false;
      at_ = text_.size();
      return result;
    }
    ++depth_;
    result = read();
    --depth_;
    return result;
  }

  void skip_blanks();
  bool is_redirection() const;
  bool separator(List& list);
  void redirection(List& list);
  void read_awaited(List& list);
  void add_word(List& list);
  ShellWord word();
  void word_piece(std::vector<WordPart>& parts);
  void double_quoted(std::vector<WordPart>& parts);
  void quoted_piece(std::vector<WordPart>& parts, char end);
  void dollar(std::vector<WordPart>& parts, bool is_quoted);
  void parameter(std::vector<WordPart>& parts, bool is_quoted);
  void substitution(std::vector<WordPart>& parts, bool is_quoted);
  void backquoted(std::vector<WordPart>& parts, bool is_quoted);

  std::string_view text_;
  size_t at_ = 0;
  int depth_;
  bool& is_whole_;
};

void Parser::skip_blanks() {
  while (peek() == ' ' || peek() == '\t' || peek() == '\r') ++at_;
  if (take("\\\n")) skip_blanks();
}

// Digits may name the descriptor that is redirected.
bool Parser::is_redirection() const {
  size_t ahead = 0;
  while (is_digit(peek(ahead))) ++ahead;
  const char c = peek(ahead);
  if (c != '<' && c != '>') return peek() == '&' && peek(1) == '>';
  return ahead > 0 || peek(1) != '(';
}

// What ends a command; says whether there was such a thing.
bool Parser::separator(List& list) {
  const char c = peek();
  if (c == '\n') {
    list.finish();
    ++at_;
    read_awaited(list);
    return true;
  }
  if (c != ';' && c != '&' && c != '|' && c != '(' && c != ')') return false;
  ++at_;
  // In [[ ]] these compare and group.
  if (list.is_test()) return true;
  list.finish();
  // A group reads from what stands before it.
  if (c != '(') list.pipe = c == '|' && peek() != '|';
  if (c == '|' || c == '&') take(std::string_view(&c, 1));
  if (list.pipe && c == '|') take("&");
  if (c == '(') ++list.open;
  if (c == ')' && list.open > 0) --list.open;
  return true;
}

void Parser::redirection(List& list) {
  while (is_digit(peek())) ++at_;
  take("&");
  Redirection result;
  Awaited awaited{};
  bool is_document = false;
  if (take("<<<")) {
    result.kind = Redirection::Kind::kText;
  } else if (take("<<")) {
    result.kind = Redirection::Kind::kText;
    is_document = true;
    awaited.strips_tabs = take("-");
  } else if (take("<>")) {
    result.kind = Redirection::Kind::kWrite;
  } else if (take("<")) {
    take("&");
  } else {
    take(">");
    if (!take(">") && !take("|")) take("&");
    result.kind = Redirection::Kind::kWrite;
  }
  skip_blanks();
  ShellWord target = word();
  ShellCommand& command = list.command();
  if (is_document) {
    for (const WordPart& part : target.parts) {
      awaited.end += part.text;
      awaited.is_literal = awaited.is_literal || part.is_quoted;
    }
    awaited.command = list.commands.size();
    awaited.redirection = command.redirections.size();
    list.awaited.push_back(std::move(awaited));
  } else {
    result.target = std::move(target);
  }
  command.redirections.push_back(std::move(result));
}

// The texts of the here-documents that the line just read has announced.
void Parser::read_awaited(List& list) {
  for (const Awaited& awaited : list.awaited) {
    std::string body;
    while (!is_at_end()) {
      std::string_view line = take_until('\n');
      while (awaited.strips_tabs && line.starts_with('\t')) line.remove_prefix(1);
      if (line == awaited.end) break;
      body.append(line).push_back('\n');
    }
    if (awaited.command >= list.commands.size()) continue;
    ShellWord& target = list.commands[awaited.command].redirections[awaited.redirection].target;
    if (awaited.is_literal) {
      add_text(target.parts, body, true);
    } else {
      target.parts = deeper([&] { return Parser(body, depth_, is_whole_).quoted_text(); });
    }
  }
  list.awaited.clear();
}

void Parser::add_word(List& list) {
  ShellWord next = word();
  const std::string plain = plain_text(next);
  if (plain == "{" || plain == "}") return list.finish();
  ShellCommand& command = list.command();
  if (command.words.empty()) {
    for (const std::string_view reserved : kReserved) {
      if (plain == reserved) return;
    }
  }
  const bool ends_test = plain == "]]" && list.is_test();
  command.words.push_back(std::move(next));
  if (ends_test) list.finish();
}

std::vector<ShellCommand> Parser::commands(bool is_inner) {
  List list;
  for (;;) {
    skip_blanks();
    if (is_at_end()) break;
    if (peek() == '#') {
      const size_t end = text_.find('\n', at_);
      at_ = end == std::string_view::npos ? text_.size() : end;
    } else if (is_inner && peek() == ')' && list.open == 0) {
      ++at_;
      break;
    } else if (list.is_test() && (peek() == '<' || peek() == '>')) {
      ++at_;
    } else if (is_redirection()) {
      redirection(list);
    } else if (!separator(list)) {
      add_word(list);
    }
  }
  list.finish();
  return std::move(list.commands);
}

ShellWord Parser::word() {
  ShellWord result;
  while (!is_at_end()) {
    const bool is_process = (peek() == '<' || peek() == '>') && peek(1) == '(';
    if (!is_process && kEndsWord.find(peek()) != std::string_view::npos) break;
    word_piece(result.parts);
  }
  return result;
}

void Parser::word_piece(std::vector<WordPart>& parts) {
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

void Parser::double_quoted(std::vector<WordPart>& parts) {
  add_text(parts, "", true);
  while (!is_at_end() && !take("\"")) quoted_piece(parts, '"');
}

// Between double quotes, or in the text of a here-document.
void Parser::quoted_piece(std::vector<WordPart>& parts, char end) {
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

void Parser::dollar(std::vector<WordPart>& parts, bool is_quoted) {
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
void Parser::parameter(std::vector<WordPart>& parts, bool is_quoted) {
  WordPart part{WordPart::Kind::kVariable, is_quoted, {}, {}, {}};
  if (peek() == '!' || peek() == '#') ++at_;
  while (is_name_char(peek())) part.text += text_[at_++];
  const bool may_be_else = peek() == ':' || peek() == '-' || peek() == '=' || peek() == '+';
  if (peek() == ':') ++at_;
  const bool is_else = may_be_else && (peek() == '-' || peek() == '=' || peek() == '+');
  if (is_else) ++at_;
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
  // What a pattern or an offset runs is run all the same.
  if (!is_else) {
    std::erase_if(rest, [](const WordPart& read) { return read.kind == WordPart::Kind::kText; });
  }
  part.instead = std::move(rest);
  parts.push_back(std::move(part));
}

// After "$(", "<(" or ">(".
void Parser::substitution(std::vector<WordPart>& parts, bool is_quoted) {
  WordPart part{WordPart::Kind::kCommand, is_quoted, {}, {}, {}};
  part.commands = deeper([&] { return commands(true); });
  parts.push_back(std::move(part));
}

void Parser::backquoted(std::vector<WordPart>& parts, bool is_quoted) {
  ++at_;
  std::string inner;
  while (!is_at_end() && !take("`")) {
    const bool escapes = peek() == '\\' && (peek(1) == '`' || peek(1) == '\\' || peek(1) == '$');
    if (escapes) ++at_;
    inner += text_[at_++];
  }
  WordPart part{WordPart::Kind::kCommand, is_quoted, {}, {}, {}};
  part.commands = deeper([&] { return Parser(inner, depth_, is_whole_).commands(false); });
  parts.push_back(std::move(part));
}

}  // namespace

ShellScript parse_shell(std::string_view text) {
  ShellScript script;
  script.commands = Parser(text, 0, script.is_whole).commands(false);
  return script;
}

}  // namespace aegis::agent
