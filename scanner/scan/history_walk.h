// The walks of a history scan over a repository's objects.
#pragma once

#include <vector>

#include "scanner/git/object_walk.h"
#include "scanner/scan/history_gaps.h"
#include "scanner/scan/progress.h"

namespace aegis {

constexpr unsigned bit(git::ObjectType type) {
  return 1U << static_cast<unsigned>(type);
}

inline constexpr unsigned kTexts =
    bit(git::ObjectType::kBlob) | bit(git::ObjectType::kCommit) | bit(git::ObjectType::kTag);

template <typename T>
std::vector<git::ObjectVisitor*> pointers_to(std::vector<T>& visitors) {
  std::vector<git::ObjectVisitor*> pointers;
  for (T& visitor : visitors) pointers.push_back(&visitor);
  return pointers;
}

// Visits objects by their numbers, which are sorted, as far as they are of one of `types`, a bit
// (1 << type) each, with as many threads as there are visitors. What cannot be read is told to the
// gaps, how far it is to the progress, with what the objects are called there. REQUIRES: what it is
// made from outlives it.
class HistoryWalk {
 public:
  enum class Names { kTrusted, kChecked };

  HistoryWalk(const git::ObjectStore& store, git::ObjectCatalog& catalog, Names names,
              HistoryGaps& gaps, Progress& progress)
      : store_(store), catalog_(catalog), names_(names), gaps_(gaps), progress_(progress) {}

  git::WalkResult visit(const char* noun, const std::vector<git::ObjectNumber>& numbers,
                        unsigned types, const std::vector<git::ObjectVisitor*>& visitors);
  // The same, and finds out whether they are what their names say, where names are to be checked.
  git::WalkResult visit_new(const char* noun, const std::vector<git::ObjectNumber>& numbers,
                            unsigned types, const std::vector<git::ObjectVisitor*>& visitors);

  // Of visit_new(): objects that are what their names say.
  std::vector<git::ObjectNumber>& true_names() { return true_names_; }
  // Whether all that was to be visited could be read, and nothing is other than its name says.
  bool is_sound() const { return is_sound_; }

 private:
  git::WalkResult walk(const char* noun, const std::vector<git::ObjectNumber>& numbers,
                       unsigned types, const std::vector<git::ObjectVisitor*>& visitors);

  const git::ObjectStore& store_;
  git::ObjectCatalog& catalog_;
  Names names_;
  HistoryGaps& gaps_;
  Progress& progress_;
  std::vector<git::ObjectNumber> true_names_;
  bool is_sound_ = true;
};

}  // namespace aegis
