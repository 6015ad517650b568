// Reads the commits that a walk comes to, and nothing else of what it shows.
#pragma once

#include "scanner/git/commit_table.h"
#include "scanner/git/object_walk.h"

namespace aegis::git {

// One thread's part of a walk. REQUIRES: the catalog outlives it.
class CommitReader : public ObjectVisitor {
 public:
  CommitReader(const ObjectCatalog& catalog, HashKind kind) : commits_(catalog), kind_(kind) {}

  VisitTag visit(const VisitedObject& object) override {
    if (object.type == ObjectType::kCommit) commits_.add(object.number, object.bytes(), kind_);
    return 0;
  }
  Result<void> visit_large(ObjectNumber, uint64_t, const ByteReader&) override { return {}; }

  CommitTable& commits() { return commits_; }

 private:
  CommitTable commits_;
  HashKind kind_;
};

}  // namespace aegis::git
