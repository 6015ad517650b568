// What decides which objects of a history could hold a finding.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/detect/engine.h"
#include "scanner/git/oid.h"

namespace aegis {

// Of the user's own secrets there is nothing in it.
struct HistoryKey {
  std::string program;  // a digest: the build, its own rules, how objects are named, examples
  std::vector<std::string> rules;  // digests of the user's rules, sorted
  Confidence least = Confidence::kMedium;

  std::string encode() const;
};

HistoryKey key_of(const Engine& engine, Confidence least, git::HashKind kind);

// Takes any bytes; nothing if they are no key.
std::optional<HistoryKey> decode_key(std::string_view bytes);

// Whether what was looked for by `earlier` is a part of what `key` is about: the same program, no
// rule of the user's that is gone or another one now, and no more confidence asked for. Then what
// could hold a finding is what could hold one then, and what the rules that were added match.
bool extends(const HistoryKey& key, const HistoryKey& earlier);

// The user's rules of the engine that are not in `earlier`, a set for each book that has some.
std::vector<RuleSet> rules_beyond(const HistoryKey& earlier, const Engine& engine);

}  // namespace aegis
