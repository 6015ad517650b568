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
  // What an object holds, for those that are built upon it.
  struct Note {
    git::VisitTag tag = 0;
    Prospect prospect;
  };
  // As many as a walk, which takes the heaviest branch of each object last, is likely to come back
  // to. What is built upon an object that is forgotten is looked at whole.
  static constexpr size_t kNotes = 64;

  HistorySieve(Detector detector, RevisionExaminer revisions, git::CommitTable commits,
               git::HashKind kind, std::optional<Confidence> least)
      : detector_(std::move(detector)),
        revisions_(std::move(revisions)),
        commits_(std::move(commits)),
        kind_(kind),
        least_(least),
        notes_(kNotes) {}

  bool examine_changes(const git::VisitedObject& object);
  void examine(std::string_view bytes);
  git::VisitTag note();
  const Prospect* prospect_of(git::VisitTag tag) const;

  Detector detector_;
  RevisionExaminer revisions_;
  git::CommitTable commits_;
  git::HashKind kind_;
  std::optional<Confidence> least_;
  std::vector<git::ObjectNumber> suspects_;
  std::optional<Error> error_;
  SieveStats stats_;
  Prospect prospect_;        // of the object that is looked at
  std::vector<Note> notes_;  // by tag, modulo their number
  git::VisitTag last_tag_ = 1;
};

}  // namespace aegis
