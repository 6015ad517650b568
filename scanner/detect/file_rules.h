// Files that should not be where they are: what their names say, before what they hold is searched.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/path_globs.h"
#include "scanner/rule/rule.h"
#include "scanner/source/chunk.h"

namespace aegis {

struct Detections;

// Immutable and shared by threads. REQUIRES: the rule sets outlive it, where they are.
class FileRules {
 public:
  void add(const RuleSet& set);

  // Whether some rule is about a file at `path`, whatever it holds.
  bool watches(std::string_view path) const;

  // Appends to `out` the finding that stands for the document itself, where its path and its first
  // bytes make it one: of the most severe rule. It has no place of its own but the document's first
  // line, and an empty secret. REQUIRES: `chunk` is the document's first.
  void judge(const Chunk& chunk, Detections& out) const;

  // Whether a finding of `rule`, which is one of these, has nothing more to say where something was
  // found in the file: all that such a file holds is what other rules know.
  bool gives_way(const Rule& rule) const;

  // Globs of all the names, as base/path_globs.h has them.
  const std::vector<std::string>& names() const { return names_; }

 private:
  struct Entry {
    const FileRule* rule = nullptr;
    const Provider* provider = nullptr;
  };
  const Entry* entry_for(std::string_view path) const;

  std::vector<Entry> entries_;
  PathGlobs globs_;  // ids are places in entries_
  std::vector<std::string> names_;
};

}  // namespace aegis
