// A shell script as far as it matters to what it touches: its simple commands, in the order of the
// text.
//
// Lists, loops, conditions, groups, functions and subshells are flattened: each of their commands
// may run, so each is there. The reserved words that held them together are gone.
#pragma once

#include <string>
#include <vector>

namespace aegis::agent {

struct ShellCommand;

struct WordPart {
  enum class Kind {
    kText,      // stands for itself
    kVariable,  // $NAME, ${NAME...}
    kCommand,   // $(...), `...`, <(...), >(...)
  };
  Kind kind = Kind::kText;
  bool is_quoted = false;  // is neither split nor expanded any further
  std::string text;        // without its quotes; a variable's name
  // Of ${NAME-word}, ${NAME:=word} and their like: what may stand for the variable.
  std::vector<WordPart> instead;
  std::vector<ShellCommand> commands;  // of kCommand
};

struct ShellWord {
  std::vector<WordPart> parts;
};

struct Redirection {
  enum class Kind {
    kRead,
    kWrite,
    kText,  // a here-document or a here-string; the target is the text itself
  };
  Kind kind = Kind::kRead;
  ShellWord target;
};

struct ShellCommand {
  std::vector<ShellWord> words;  // assignments before the command's name too
  std::vector<Redirection> redirections;
  bool reads_pipe = false;  // from the command before it
};

struct ShellScript {
  std::vector<ShellCommand> commands;
  // False where the script nests more deeply than is followed: then a part of it is not here.
  bool is_whole = true;
};

// The part's text where it says all of the word and no quote made it so, else "".
inline std::string plain_text(const ShellWord& word) {
  const bool is_plain = word.parts.size() == 1 && word.parts[0].kind == WordPart::Kind::kText &&
                        !word.parts[0].is_quoted;
  return is_plain ? word.parts[0].text : std::string();
}

}  // namespace aegis::agent
