// The suspects of a history, each scanned whole at each of its paths: the last of its passes.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "scanner/git/blob_places.h"
#include "scanner/git/object_walk.h"
#include "scanner/scan/history_scope.h"
#include "scanner/scan/worker.h"

namespace aegis {

// Where the suspects stand. Immutable; threads share it.
struct HistoryPlaces {
  std::vector<git::BlobPlace> places;  // sorted by blob, and then the oldest first
  // Of each blob, whether its place counts or not: where its places begin.
  std::unordered_map<git::ObjectNumber, size_t> begins;
};

// One thread's part of the pass. REQUIRES: what it is made from outlives it.
class HistoryJudge : public git::ObjectVisitor {
 public:
  HistoryJudge(const git::ObjectStore& store, const git::ObjectCatalog& catalog,
               const git::CommitTable& commits, const HistoryScope& scope,
               const HistoryPlaces& places, const Suppressions& suppressions, Worker worker);

  git::VisitTag visit(const git::VisitedObject& object) override;
  Result<void> visit_large(git::ObjectNumber number, uint64_t size,
                           const ByteReader& read) override;

  Worker& worker() { return worker_; }
  uint64_t excluded() const { return excluded_; }  // places left out by ignore rules
  // Blobs too large to be scanned at more than one of their paths.
  const std::vector<std::string>& judged_once() const { return judged_once_; }

 private:
  struct At {
    Origin origin;
    uint32_t commit = git::kNoCommit;
  };
  std::vector<At> places_of(git::ObjectNumber blob);
  void scan(Document& document);
  std::shared_ptr<const Introduction> introduction_of(uint32_t commit);

  const git::ObjectStore& store_;
  const git::ObjectCatalog& catalog_;
  const git::CommitTable& commits_;
  const HistoryScope& scope_;
  const HistoryPlaces& places_;
  const Suppressions& suppressions_;
  Worker worker_;
  git::ObjectReader reader_;
  uint64_t excluded_ = 0;
  std::vector<std::string> judged_once_;
};

}  // namespace aegis
