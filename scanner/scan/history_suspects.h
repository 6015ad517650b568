// The suspects of a history, scanned whole at each of their paths: its last two passes.
#pragma once

#include <memory>
#include <vector>

#include "scanner/git/leading_trees.h"
#include "scanner/scan/history_judge.h"
#include "scanner/scan/history_walk.h"

namespace aegis {

// May be used several times, for more suspects each time: what an earlier time found is then
// forgotten. REQUIRES: what it is made from outlives it.
class HistorySuspects {
 public:
  HistorySuspects(const git::ObjectStore& store, const git::ObjectCatalog& catalog,
                  const git::CommitTable& commits, const HistoryScope& scope, const Engine& engine,
                  const Suppressions& suppressions, const RunOptions& options, HistoryWalk& walk,
                  HistoryGaps& gaps)
      : store_(store),
        catalog_(catalog),
        commits_(commits),
        scope_(scope),
        engine_(engine),
        suppressions_(suppressions),
        options_(options),
        walk_(walk),
        gaps_(gaps) {}

  // The objects whose trees are to be read. All are sorted.
  struct Trees {
    std::vector<git::ObjectNumber> news;
    std::vector<git::ObjectNumber> olds;  // the names of these are sound
    git::LeadingParts known = {};         // about other trees
  };
  // Reads trees for where `suspects` stand. Then scans these, and what is suspect for its path
  // alone.
  Result<void> scan(std::vector<git::ObjectNumber> suspects, Trees trees);

  // What scan() found, not grouped; its counts of what was scanned mean nothing.
  RunResult& result() { return result_; }
  const git::LeadingTrees& trees() const { return *trees_; }
  // Of the trees that were read; each once, sorted.
  const std::vector<git::ObjectNumber>& malformed() const { return malformed_; }
  const std::vector<git::Oid>& missing() const { return missing_; }

 private:
  void read_trees(const std::vector<git::ObjectNumber>& suspects, Trees trees);
  void place(std::vector<git::ObjectNumber>& suspects);
  void add_copies(std::vector<git::ObjectNumber>& suspects);
  Result<void> judge(const std::vector<git::ObjectNumber>& suspects);

  const git::ObjectStore& store_;
  const git::ObjectCatalog& catalog_;
  const git::CommitTable& commits_;
  const HistoryScope& scope_;
  const Engine& engine_;
  const Suppressions& suppressions_;
  const RunOptions& options_;
  HistoryWalk& walk_;
  HistoryGaps& gaps_;
  Progress silent_{Progress::Show::kNo};
  std::unique_ptr<git::LeadingTrees> trees_;
  std::vector<git::ObjectNumber> malformed_;
  std::vector<git::Oid> missing_;
  HistoryPlaces at_;
  RunResult result_;
};

}  // namespace aegis
