// What words come to, as far as that can be known without running anything.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/agent/shell_syntax.h"

namespace aegis::agent {

// Stands in a text for what cannot be known: the output of a program, a variable that was set
// elsewhere.
inline constexpr char kUnknown = '\x01';

// A word as a program gets it.
struct Argument {
  std::string text;
  bool has_glob = false;  // a * ? or [ in it would be matched against file names
};

// The variables, and the current folder, at one point of a script. Belongs to one thread.
class ShellValues {
 public:
  ShellValues(std::string home, std::string folder);

  // The arguments that a word may become: several where braces, blanks in a variable or the values
  // that a variable may have make them.
  std::vector<Argument> expand(const ShellWord& word);
  // As between quotes: one text, with the first value of each variable.
  std::string text_of(const std::vector<WordPart>& parts);

  // "NAME=value" and "NAME+=value" before a command, or after `export` and its like.
  struct Assignment {
    std::string name;
    ShellWord value;
  };
  static std::optional<Assignment> assignment_in(const ShellWord& word);
  void assign(const std::string& name, std::vector<std::string> values);

  // What echo, printf and the like print, where that is plain from their words; else kUnknown.
  std::string printed(const std::vector<Argument>& words) const;

  const std::string& home() const { return home_; }
  const std::string& folder() const { return folder_; }
  void set_folder(std::string folder) { folder_ = std::move(folder); }

  // Whether a script made more of its words than anyone writes: what comes after was not expanded.
  bool is_exhausted() const { return left_ == 0; }

 private:
  // Which bytes of a text the shell still looks at.
  struct Marked {
    std::string text;
    std::string marks;  // one for each byte, as below
  };
  static constexpr char kQuoted = 'q';
  static constexpr char kPlain = 'p';     // typed without quotes
  static constexpr char kReplaced = 'r';  // came from a variable or a program

  std::vector<std::string> values_of(const WordPart& part);
  std::string output_of(const std::vector<ShellCommand>& commands);
  void append(std::vector<Marked>& all, const std::vector<std::string>& values, char mark);
  void open_braces(const Marked& word, int depth, std::vector<Marked>& out);
  void split(const Marked& word, std::vector<Argument>& out) const;
  void spend(size_t bytes) { left_ -= bytes < left_ ? bytes : left_; }

  std::string home_;
  std::string folder_;
  std::map<std::string, std::vector<std::string>> variables_;
  size_t left_;  // bytes that may still be made
};

}  // namespace aegis::agent
