// The reader behind parse_shell. Its commands are in shell_reader.cc, its words in shell_words.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/agent/shell_parser.h"
#include "scanner/agent/shell_syntax.h"

namespace aegis::agent {

// Reads one text once. REQUIRES: the text and `is_whole` outlive it.
class ShellReader {
 public:
  ShellReader(std::string_view text, int depth, bool& is_whole)
      : text_(text), depth_(depth), is_whole_(is_whole) {}

  // Up to the end of the text, or past the `)` that ends a substitution.
  std::vector<ShellCommand> commands(bool is_inner);

  // All of the text as if it stood between double quotes.
  std::vector<WordPart> quoted_text();

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
  std::string_view take_until(char end);
  // What `read` gives, one level further down; nothing where that is too far.
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

// Adds to the word's last part where that is of the same kind, so that a word has few parts.
void add_text(std::vector<WordPart>& parts, std::string_view text, bool is_quoted);

}  // namespace aegis::agent
