// Hashes what a walk shows to another visitor: whether objects are what their names say.
#pragma once

#include <cstdint>
#include <vector>

#include "scanner/git/object_walk.h"

namespace aegis::git {

// One thread's part of a walk. REQUIRES: what it is made from outlives it.
class NameCheck : public ObjectVisitor {
 public:
  NameCheck(const ObjectCatalog& catalog, HashKind kind, ObjectVisitor& visitor)
      : catalog_(catalog), kind_(kind), visitor_(visitor) {}

  VisitTag visit(const VisitedObject& object) override;
  Result<void> visit_large(ObjectNumber number, uint64_t size, const ByteReader& read) override;

  const std::vector<ObjectNumber>& true_names() const { return true_names_; }
  // Whether some object is another one than its name says.
  bool has_false_names() const { return has_false_names_; }

 private:
  void note(ObjectNumber number, const Oid& name);

  const ObjectCatalog& catalog_;
  HashKind kind_;
  ObjectVisitor& visitor_;
  std::vector<ObjectNumber> true_names_;
  bool has_false_names_ = false;
};

}  // namespace aegis::git
