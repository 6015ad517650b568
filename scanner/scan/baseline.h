// A baseline: the findings of a day, which are not reported again.
//
//   # aegis baseline 1
//   0f3a...32 hex digits... github-token app/config.py
//   77c0...32 hex digits... generic-password ops/db.env  # rotated, history stays
//
// An entry is a key, the rule, where the finding stood, and perhaps a note behind " # "; only the
// key counts. A line a key, sorted as bytes; no line numbers and no times, so a file changes only
// where findings came or went, and the union of two branches' files is a baseline of both.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/finding/finding.h"
#include "scanner/scan/suppression.h"

namespace aegis {

inline constexpr std::string_view kBaselineName = ".aegisbaseline";
inline constexpr uint64_t kMostBaselineBytes = 64 << 20;

struct BaselineEntry {
  std::string key;
  std::string rule;
  std::string path;  // as it is shown, control characters escaped
  std::string note;
  uint64_t line = 0;  // of the file that it was read from
};

// The path of an entry, as a file may hold it.
std::string baseline_path(std::string_view path);

// What an entry knows a finding by, 32 hex digits:
// - of a secret that nobody can guess: a hash of it and its rule. Then the same secret is known
//   wherever it stands, and another one in its place is a new finding.
// - of any other, a password say: the fingerprint, of which the secret is no part. A hash of it
//   would let a reader of the file try passwords against it.
// REQUIRES: the fingerprint is set.
std::string baseline_key(const Finding& finding);

class Baseline : public SuppressionList {
 public:
  // Sorts, and makes one of the entries of one key: the first of their rules and paths, all of
  // their notes.
  Baseline(std::string file, std::vector<BaselineEntry> entries,
           std::vector<std::string> comments = {});

  std::optional<size_t> covering(const Finding& finding) const override;
  size_t size() const override { return entries_.size(); }
  Suppression entry(size_t number) const override;

  const std::vector<BaselineEntry>& entries() const { return entries_; }  // sorted by key
  // Lines of the file that begin with `#`, but for the first one.
  const std::vector<std::string>& comments() const { return comments_; }

 private:
  std::vector<BaselineEntry> entries_;
  std::vector<std::string> comments_;
};

// Takes the lines in any order, more than one of a key too: what a merge leaves. An error says
// which line is no entry and what to do. `file` is what messages call it.
Result<Baseline> parse_baseline(std::string_view text, std::string file);

// The one at `path`, which must be a regular file. Errors name it.
Result<Baseline> load_baseline(const std::string& path);

// The file's text.
std::string baseline_text(const Baseline& baseline);

}  // namespace aegis
