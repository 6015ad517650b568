// Finds the numbers of many objects by their names.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/git/object_catalog.h"
#include "scanner/git/oid.h"

namespace aegis::git {

// Names in a pack's index are far apart in memory, and so is what is known of them: some are asked
// for before the first is waited for. One thread at a time. REQUIRES: the catalog outlives it.
class NumberLookup {
 public:
  static constexpr ObjectNumber kNone = UINT32_MAX;

  NumberLookup(const ObjectCatalog& catalog, HashKind kind);

  // What to ask number() for.
  uint32_t ask(std::string_view raw_oid);
  // Only asks whether it is missing.
  void check(std::string_view raw_oid) { put(raw_oid, kNobody); }

  // To be called before number() and missing() are, and after the last ask() and check().
  void finish();
  // kNone: the catalog has no such object.
  ObjectNumber number(uint32_t asked) const { return numbers_[answers_[asked]]; }
  // Names that the catalog does not have. Some may stand here twice.
  const std::vector<Oid>& missing() const { return missing_; }

 private:
  // What was looked up lately: from one version of a tree to the next, most are the same.
  struct Known {
    uint32_t found = UINT32_MAX;
    std::array<char, 32> oid{};
  };
  struct Question {
    std::array<char, 32> oid{};
    uint32_t asked = 0;
  };
  static constexpr size_t kKnown = 1 << 16;
  static constexpr size_t kAtOnce = 32;
  static constexpr uint32_t kNobody = UINT32_MAX;

  void put(std::string_view raw_oid, uint32_t asked);
  Known& known_of(const char* raw_oid);
  void answer();
  void look_up();

  const ObjectCatalog& catalog_;
  size_t hash_size_;
  std::vector<Known> known_;
  std::vector<uint32_t> answers_;  // by what was asked: in numbers_
  std::vector<ObjectNumber> numbers_;
  std::vector<Question> questions_;  // that were not answered yet
  std::vector<Oid> waiting_;         // for their numbers, which are the next ones
  std::vector<Oid> missing_;
};

}  // namespace aegis::git
