// The state file of `aegis history`: what is remembered is read from it, what is new is added.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/detect/engine.h"
#include "scanner/scan/history_key.h"
#include "scanner/scan/history_recall.h"
#include "scanner/state/growing_file.h"

namespace aegis {

// REQUIRES: the catalog outlives it.
class HistoryState {
 public:
  // An error: the file may not be used (see GrowingFile). One that is damaged, or was made by what
  // this run does not extend (history_key.h), holds nothing that can be used, and is replaced.
  static Result<HistoryState> open(const std::string& path, const Engine& engine, Confidence least,
                                   const git::ObjectCatalog& catalog, git::HashKind kind);

  const HistoryRecall& recall() const { return recall_; }
  // What is wrong with the file; empty: nothing.
  const std::string& damage() const { return file_.damage(); }
  // What is remembered is so for findings of this confidence, and what is added must be.
  Confidence least() const { return key_.least; }
  // Rules by which what is remembered was not looked at.
  const std::vector<RuleSet>& added_rules() const { return added_rules_; }

  enum class Trees { kContinued, kReadAnew };
  // Adds what a run found out. `commits` and `trees` are of all.
  Result<void> add(HistoryKnowledge knowledge, const git::CommitTable& commits,
                   const git::LeadingTrees& trees, Trees made);

 private:
  HistoryState(GrowingFile file, HistoryKey key, std::vector<RuleSet> added_rules,
               HistoryRecall recall)
      : file_(std::move(file)),
        key_(std::move(key)),
        added_rules_(std::move(added_rules)),
        recall_(std::move(recall)) {}

  GrowingFile file_;
  HistoryKey key_;
  std::vector<RuleSet> added_rules_;
  HistoryRecall recall_;
};

}  // namespace aegis
