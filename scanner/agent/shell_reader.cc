#include "scanner/agent/shell_reader.h"

#include <algorithm>
#include <array>

namespace aegis::agent {

namespace {

constexpr std::array<std::string_view, 17> kReserved = {
    "if", "then", "else", "elif", "fi", "do",       "done",   "while", "until",
    "{",  "}",    "!",    "esac", "in", "function", "coproc", "time"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string_view ShellReader::take_until(char end) {
  const size_t from = at_;
  const size_t found = text_.find(end, at_);
  at_ = found == std::string_view::npos ? text_.size() : found + 1;
  return text_.substr(from, (found == std::string_view::npos ? at_ : found) - from);
}

void ShellReader::skip_blanks() {
  while (peek() == ' ' || peek() == '\t' || peek() == '\r' || text_.substr(at_, 2) == "\\\n") {
    at_ += peek() == '\\' ? 2 : 1;
  }
}

// Digits may name the descriptor that is redirected.
bool ShellReader::is_redirection() const {
  size_t ahead = 0;
  while (is_digit(peek(ahead))) ++ahead;
  const char c = peek(ahead);
  if (c != '<' && c != '>') return peek() == '&' && peek(1) == '>';
  return ahead > 0 || peek(1) != '(';
}

// What ends a command; says whether there was such a thing.
bool ShellReader::separator(List& list) {
  const char c = peek();
  if (c == '\n') {
    list.finish();
    ++at_;
    read_awaited(list);
    return true;
  }
  if (c != ';' && c != '&' && c != '|' && c != '(' && c != ')') return false;
  ++at_;
  const bool is_twice = peek() == c;
  // In [[ ]] these join and group.
  const bool is_of_test = c == '(' || c == ')' || (is_twice && c != ';');
  if (list.is_test() && is_of_test) {
    if (is_twice) ++at_;
    return true;
  }
  list.finish();
  // A group reads from what stands before it.
  if (c != '(') list.pipe = c == '|' && peek() != '|';
  if (c == '|' || c == '&') take(std::string_view(&c, 1));
  if (list.pipe && c == '|') take("&");
  if (c == '(') ++list.open;
  if (c == ')' && list.open > 0) --list.open;
  return true;
}

void ShellReader::redirection(List& list) {
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
void ShellReader::read_awaited(List& list) {
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
      target.parts = deeper([&] { return ShellReader(body, depth_, is_whole_).quoted_text(); });
    }
  }
  list.awaited.clear();
}

void ShellReader::add_word(List& list) {
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

std::vector<ShellCommand> ShellReader::commands(bool is_inner) {
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

ShellScript parse_shell(std::string_view text) {
  ShellScript script;
  script.commands = ShellReader(text, 0, script.is_whole).commands(false);
  return script;
}

}  // namespace aegis::agent
