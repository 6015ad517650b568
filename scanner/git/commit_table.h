// The commits of a store as numbers: what each has for its tree and its parents, and when it was
// made.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/git/object_catalog.h"
#include "scanner/git/oid.h"

namespace aegis::git {

inline constexpr ObjectNumber kNoObject = UINT32_MAX;

struct CommitRecord {
  ObjectNumber number = kNoObject;
  ObjectNumber tree = kNoObject;  // if the store has it
  std::optional<int64_t> time;    // the committer's, in seconds since 1970, if it is sound
  uint32_t parents_begin = 0;
  uint32_t parents_end = 0;
};

// Not to be changed by two threads at once. REQUIRES: `catalog` outlives it, and stays where it is.
class CommitTable {
 public:
  explicit CommitTable(const ObjectCatalog& catalog) : catalog_(&catalog) {}

  struct Missing {
    Oid oid;
    ObjectNumber child = kNoObject;  // a commit that names it
    bool is_tree = false;
  };

  // What another table was after sort(): parents are places.
  CommitTable(const ObjectCatalog& catalog, std::vector<CommitRecord> records,
              std::vector<uint32_t> parents, std::vector<Missing> missing,
              std::vector<ObjectNumber> malformed)
      : catalog_(&catalog),
        records_(std::move(records)),
        parents_(std::move(parents)),
        missing_(std::move(missing)),
        malformed_(std::move(malformed)) {}

  // Notes a commit; of one that is stored several times, the first copy. One without a tree is
  // noted as malformed.
  void add(ObjectNumber number, std::string_view bytes, HashKind kind);
  // Takes over all of another table.
  void merge(CommitTable&& other);
  // Puts the records into an order in which every commit comes after its parents and, where that
  // leaves a choice, the older one comes first. A cycle, which only forged names can make, is
  // broken somewhere.
  void sort();
  // Takes over all of another table, not sorted, to the places where sort() would put them.
  // REQUIRES: this one is sorted, and no commit of the other is a parent of one of this.
  void insert(CommitTable&& other);

  const std::vector<CommitRecord>& records() const { return records_; }
  // Places in records(), once sorted; those that the store does not have are left out.
  std::span<const uint32_t> parents(const CommitRecord& record) const {
    return std::span(parents_).subspan(record.parents_begin,
                                       record.parents_end - record.parents_begin);
  }

  const std::vector<Missing>& missing() const { return missing_; }
  const std::vector<ObjectNumber>& malformed() const { return malformed_; }

 private:
  bool is_before(const CommitRecord& a, const CommitRecord& b) const;

  const ObjectCatalog* catalog_;
  std::vector<CommitRecord> records_;
  std::vector<uint32_t> parents_;  // object numbers until sort()
  std::vector<Missing> missing_;
  std::vector<ObjectNumber> malformed_;
};

}  // namespace aegis::git
