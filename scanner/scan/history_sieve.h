// Which objects of a repository could hold a finding: the first of history's three passes.
//
// An object that differs little from its delta base, in which there is no candidate, is looked at
// around the differences only.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/detect/engine.h"
#include "scanner/detect/revision_examiner.h"
#include "scanner/git/base_notes.h"
#include "scanner/git/commit_table.h"
#include "scanner/git/object_walk.h"

namespace aegis {

struct SieveStats {
  uint64_t whole_bytes = 0;   // looked at as whole objects
  uint64_t window_bytes = 0;  // looked at as lines around changes
  uint64_t windowed = 0;      // objects of which that was enough
  uint64_t suspect_bytes = 0;
};

// One thread's part of the pass over blobs, commits and tags. REQUIRES: the engine outlives it.
class HistorySieve : public git::ObjectVisitor {
 public:
  // Findings of less confidence than `least` do not count; without it every candidate does, even
  // one that comes to nothing.
  static Result<HistorySieve> create(const Engine& engine, const git::ObjectCatalog& catalog,
                                     git::HashKind kind, std::optional<Confidence> least);

  git::VisitTag visit(const git::VisitedObject& object) override;
  Result<void> visit_large(git::ObjectNumber number, uint64_t size,
                           const ByteReader& read) override;

  // In no order. Everything else certainly holds no finding, whatever path it stands at.
  const std::vector<git::ObjectNumber>& suspects() const { return suspects_; }
  // All commits, suspects or not.
  git::CommitTable& commits() { return commits_; }
  // Our own fault, not the repository's.
  const std::optional<Error>& error() const { return error_; }
  const SieveStats& stats() const { return stats_; }
  const StageStats& stages() const { return detector_.stats(); }

 private:
  HistorySieve(Detector detector, RevisionExaminer revisions, git::CommitTable commits,
               git::HashKind kind, std::optional<Confidence> least)
      : detector_(std::move(detector)),
        revisions_(std::move(revisions)),
        commits_(std::move(commits)),
        kind_(kind),
        least_(least) {}

  bool examine_changes(const git::VisitedObject& object, const Prospect& base, Prospect& prospect);
  void examine(std::string_view bytes, Prospect& prospect);

  Detector detector_;
  RevisionExaminer revisions_;
  git::CommitTable commits_;
  git::HashKind kind_;
  std::optional<Confidence> least_;
  std::vector<git::ObjectNumber> suspects_;
  std::optional<Error> error_;
  SieveStats stats_;
  git::BaseNotes<Prospect> notes_;
};

}  // namespace aegis
