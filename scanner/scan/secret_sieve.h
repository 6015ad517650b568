// Which objects of a repository hold one of some secrets, wherever in them.
//
// An object that differs little from its delta base, in which there is none, is looked at around
// the differences only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/detect/secret_search.h"
#include "scanner/detect/windows.h"
#include "scanner/git/object_walk.h"

namespace aegis {

// One thread's part of a walk over blobs, commits and tags. REQUIRES: what it is made from outlives
// it.
class SecretSieve : public git::ObjectVisitor {
 public:
  explicit SecretSieve(const SecretSearch& search) : search_(search) {}

  git::VisitTag visit(const git::VisitedObject& object) override;
  Result<void> visit_large(git::ObjectNumber number, uint64_t size,
                           const ByteReader& read) override;

  // In no order; all that hold one, and perhaps others.
  const std::vector<git::ObjectNumber>& holders() const { return holders_; }

 private:
  bool is_clean_around_changes(const git::VisitedObject& object);

  const SecretSearch& search_;
  SecretSearch::Scratch scratch_;
  std::vector<Span> windows_;
  std::string text_;  // of them
  std::vector<git::ObjectNumber> holders_;
};

}  // namespace aegis
