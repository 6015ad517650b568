// What keeps a finding out of the report, and what of that was of use in a run.
//
// A suppression is a line of a file: of the ignore file (ignore_file.h), or of a baseline
// (baseline.h). The files of a run are a list; of several lines that cover a finding the first one
// counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/glob.h"
#include "scanner/finding/finding.h"

namespace aegis {

// As it was written: hostile bytes, not necessarily UTF-8.
struct Suppression {
  uint64_t line = 0;   // of its file, from 1
  std::string what;    // "finding:0f3a...", or the pattern of a path
  std::string reason;  // empty where none is given
  std::string owner;
  std::string until;  // "2026-12-31", the last day on which it counts, or empty
  bool is_expired = false;
  bool is_of_path = false;  // else of a finding
};

// The suppressions of one file. Immutable; threads share it.
class SuppressionList {
 public:
  enum class Kind : uint8_t { kIgnoreFile, kBaseline };

  SuppressionList(Kind kind, std::string file) : kind_(kind), file_(std::move(file)) {}
  virtual ~SuppressionList() = default;

  Kind kind() const { return kind_; }
  // As messages name it.
  const std::string& file() const { return file_; }

  // The entry that covers a finding, whose introduction and fingerprint are set; nothing where none
  // does. Entries are numbers below size().
  virtual std::optional<size_t> covering(const Finding& finding) const = 0;
  virtual size_t size() const = 0;
  virtual Suppression entry(size_t number) const = 0;

  // The patterns over paths that the file holds, or null; and the entry of each.
  virtual const IgnoreRules* paths() const { return nullptr; }
  virtual size_t entry_of_path_rule(size_t rule) const { return rule; }

 private:
  Kind kind_;
  std::string file_;
};

// Those of a run.
struct Suppressions {
  std::vector<std::shared_ptr<const SuppressionList>> lists;
  // What no document's identity may match. Empty where the source itself asks about paths.
  IgnoreRules paths;
};

// Which suppressions were of use. Each thread has one of its own; they are merged at the end.
class SuppressionUse {
 public:
  struct Place {
    size_t list = 0;
    size_t entry = 0;
  };

  void note(Place place);
  bool has(Place place) const;
  void merge(const SuppressionUse& other);

 private:
  std::vector<std::vector<bool>> used_;  // by list and entry, as far as noted
};

// The first that covers the finding. A user's own secrets are covered by none: what stands in a
// repository does not decide what these are.
std::optional<SuppressionUse::Place> suppression_of(const Finding& finding,
                                                    const Suppressions& suppressions);

}  // namespace aegis
