// Patterns over paths, in the syntax of gitignore(5).
//
// `*` and `?` do not match `/`; `**` as a whole part matches any number of folders; `[a-z]` and
// `[!a-z]` are sets; `\` takes the next character as it is. A pattern with a `/` before its end is
// anchored at the top; another one matches at any depth. A final `/` matches folders only. A
// leading `!` takes back.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aegis {

// Whether `path` (parts joined by `/`) matches `pattern` whole. Linear in practice, bounded by the
// product of the lengths.
bool glob_matches(std::string_view pattern, std::string_view path);

enum class PathKind { kFile, kFolder };

class IgnoreRules {
 public:
  // One pattern a line; blank lines and lines that begin with `#` say nothing.
  void add_lines(std::string_view text);
  void add(std::string_view line);

  // Whether the last pattern that matches `path` ignores it. Only the path itself is looked at: a
  // file below an ignored folder is for the caller, who does not descend.
  bool ignores(std::string_view path, PathKind kind) const { return !!ignoring(path, kind); }
  // The same for a path of which no folder has been asked about before.
  bool ignores_with_folders(std::string_view path) const;
  // Which rule it is that ignores the path, as a number below size(); nothing where none does.
  std::optional<size_t> ignoring(std::string_view path, PathKind kind) const;

  bool empty() const { return rules_.empty(); }
  size_t size() const { return rules_.size(); }

 private:
  struct Rule {
    std::string pattern;
    bool folders_only = false;
    bool takes_back = false;
  };
  std::vector<Rule> rules_;
};

}  // namespace aegis
