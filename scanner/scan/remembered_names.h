// Which objects of a catalog are those that are remembered.
//
// What is remembered is numbered by places among its names, all of them after one another. Mostly
// the first part's names are those of a pack that is still there: then places and numbers differ
// by the same all along, and no list of them is needed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "scanner/git/commit_table.h"
#include "scanner/git/object_catalog.h"
#include "scanner/git/sorted_names.h"

namespace aegis {

inline constexpr uint32_t kNoPlace = UINT32_MAX;

// Threads share it. REQUIRES: the catalog outlives it.
class RememberedNames {
 public:
  // No names.
  explicit RememberedNames(const git::ObjectCatalog& catalog);
  // The names of all parts.
  RememberedNames(const git::ObjectCatalog& catalog, const std::vector<git::SortedNames>& parts);

  // Whether the catalog has them all.
  bool are_all_there() const { return are_all_there_; }
  uint32_t size() const { return run_size_ + static_cast<uint32_t>(numbers_.size()); }
  // The first number of the object; git::kNoObject where it is not there. REQUIRES: place < size().
  git::ObjectNumber number(uint32_t place) const {
    return place < run_size_ ? run_begin_ + place : numbers_[place - run_size_];
  }
  bool is_known(git::ObjectNumber number) const { return is_in_run(number) || is_known_[number]; }
  // Objects that have none of the names, every copy of them, sorted.
  const std::vector<git::ObjectNumber>& news() const { return news_; }

  // From numbers to places.
  class Places {
   public:
    // REQUIRES: all of `names` are there, and it outlives this.
    explicit Places(const RememberedNames& names);

    // kNoPlace where the number is not the first one of an object with a place.
    uint32_t of(git::ObjectNumber number) const;
    // Gives a new object a place. REQUIRES: it is not known.
    void add(git::ObjectNumber number, uint32_t place);

   private:
    size_t at(git::ObjectNumber number) const;

    const RememberedNames& names_;
    std::vector<uint32_t> places_;  // by number, without those of the run
  };

 private:
  bool is_in_run(git::ObjectNumber number) const {
    return number >= run_begin_ && number - run_begin_ < run_size_;
  }
  void find(const std::vector<git::SortedNames>& parts);
  void find_run(const std::vector<git::SortedNames>& parts);

  const git::ObjectCatalog* catalog_;
  // The numbers of the first places, one after another.
  git::ObjectNumber run_begin_ = 0;
  uint32_t run_size_ = 0;
  std::vector<git::ObjectNumber> numbers_;  // of the places behind them
  std::vector<bool> is_known_;              // by number
  std::vector<git::ObjectNumber> news_;
  bool are_all_there_ = true;
};

}  // namespace aegis
