// The state file of `aegis history`: what is remembered is read from it, what is new is added.
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/detect/engine.h"
#include "scanner/scan/history_recall.h"
#include "scanner/state/growing_file.h"

namespace aegis {

// REQUIRES: the catalog outlives it.
class HistoryState {
 public:
  // An error: the file may not be used (see GrowingFile). One that is damaged, or was made by
  // another build of this program, with other rules or for another confidence, holds nothing that
  // can be used, and is replaced.
  static Result<HistoryState> open(const std::string& path, const Engine& engine, Confidence least,
                                   const git::ObjectCatalog& catalog, git::HashKind kind);

  const HistoryRecall& recall() const { return recall_; }
  // What is wrong with the file; empty: nothing.
  const std::string& damage() const { return file_.damage(); }

  // Adds what a run found out about what was not remembered. `commits` and `trees` are of all.
  Result<void> add(HistoryKnowledge knowledge, const git::CommitTable& commits,
                   const git::LeadingTrees& trees);

 private:
  HistoryState(GrowingFile file, std::string key, HistoryRecall recall)
      : file_(std::move(file)), key_(std::move(key)), recall_(std::move(recall)) {}

  GrowingFile file_;
  std::string key_;
  HistoryRecall recall_;
};

}  // namespace aegis
