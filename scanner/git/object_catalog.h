// Every object of a store, under a number.
//
// Numbers run from 0, first those of the packs, in the order of the store and of the names in each,
// then those of loose objects. An object that is stored several times has several numbers; the
// first of them stands for it. The catalog is what it was when it was made: an object that is
// written later has no number. What a pack's entries are is read when it is asked for: names are
// had at once, and often enough.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/delta_forest.h"
#include "scanner/git/object_store.h"
#include "scanner/git/oid.h"

namespace aegis::git {

using ObjectNumber = uint32_t;

struct LooseObject {
  Oid oid;
  uint32_t folder = 0;  // index into ObjectStore::folders()
};

// Threads share it while none changes it. REQUIRES: the store outlives it.
class ObjectCatalog {
 public:
  // Lists the folders of loose objects; of packs the index is enough. An error: the store holds
  // four thousand million objects or more.
  static Result<ObjectCatalog> list(const ObjectStore& store);
  // The same, and reads the entries of all packs.
  static Result<ObjectCatalog> make(const ObjectStore& store);

  // Reads the headers of a pack's entries, unless that was done, on so many threads.
  void read_entries(size_t pack, size_t threads = 1);

  uint32_t size() const { return loose_begin_ + static_cast<uint32_t>(loose_.size()); }
  Oid oid(ObjectNumber number) const;
  // The first number of `oid`.
  std::optional<ObjectNumber> find(const Oid& oid) const;
  // Has what find() looks at first brought near, as far as that is likely; some time after that,
  // what it looks at second.
  void expect(const Oid& oid) const {
    if (packs() > 0) index(0).expect(oid);
  }
  void expect_second(const Oid& oid) const {
    if (packs() > 0) index(0).expect_second(oid);
  }
  // Where one pack holds just these names: the number of the first of them; the others follow.
  std::optional<ObjectNumber> run_of(const SortedNames& names) const;
  // Calls visit(place in `names`, number, count) for the numbers of objects that have one of the
  // names: for one, or for so many of both that follow one another.
  template <typename Visit>
  void for_each_of(const SortedNames& names, const Visit& visit) const {
    for (size_t pack = 0; pack < packs(); ++pack) {
      if (names.are_same(index(pack).names())) {
        visit(0, pack_begins_[pack], names.size());
        continue;
      }
      for_each_common(names, index(pack).names(), [&](uint32_t place, uint32_t position) {
        visit(place, pack_begins_[pack] + position, 1);
      });
    }
    for (size_t i = 0; i < loose_.size(); ++i) {
      if (const auto place = names.find(loose_[i].oid.bytes())) {
        visit(*place, loose_begin_ + static_cast<ObjectNumber>(i), 1);
      }
    }
  }
  // Whether no smaller number stands for the same object.
  bool is_first(ObjectNumber number) const { return repeats_.empty() || !repeats_[number]; }
  ObjectNumber first_of(ObjectNumber number) const {
    return is_first(number) ? number : *find(oid(number));
  }
  // Whether is_first() says no of some number.
  bool has_copies() const { return !repeats_.empty(); }
  // Whether the object is stored more than once.
  bool has_repeats(const Oid& oid) const;

  // How many of `numbers`, sorted, are of these types, a bit (1 << type) each. Those that are
  // loose, or of packs whose entries were not read, count as if they were.
  uint64_t count(const std::vector<ObjectNumber>& numbers, unsigned types) const;

  // Packs are numbered as in the store.
  size_t packs() const { return forests_.size(); }
  ObjectNumber first_number_of(size_t pack) const { return pack_begins_[pack]; }
  // Null where the entries were not read.
  const DeltaForest* forest(size_t pack) const { return forests_[pack].get(); }
  const std::vector<LooseObject>& loose() const { return loose_; }
  ObjectNumber first_loose_number() const { return loose_begin_; }

  // Folders that cannot be listed.
  const std::vector<Error>& problems() const { return problems_; }

 private:
  explicit ObjectCatalog(const ObjectStore& store) : store_(&store) {}

  void list_loose();
  void note_repeats();
  void note_repeat(ObjectNumber number);
  const PackIndex& index(size_t pack) const { return store_->packs()[pack]->index(); }

  const ObjectStore* store_;
  std::vector<std::unique_ptr<const DeltaForest>> forests_;
  std::vector<ObjectNumber> pack_begins_;
  ObjectNumber loose_begin_ = 0;
  std::vector<LooseObject> loose_;  // sorted by name, then folder
  std::vector<bool> repeats_;       // by number; empty: none
  std::vector<Error> problems_;
};

}  // namespace aegis::git
