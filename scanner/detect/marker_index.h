// Where tokens with a marker may begin, in long runs.
//
// Most tokens with a prefix are a run from their first character on: letters, digits, `_ + - /`,
// sixteen and more. Of some, the prefix or a part of it stands before the run (`SG.`), and some
// have their marker further in, at a known place. The runs are found anyway; to look up which
// markers one has costs the same for a thousand of them as for one, which cannot be said of
// Hyperscan. Immutable; shared by threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/char_set.h"
#include "scanner/detect/prefilter.h"
#include "scanner/detect/run_finder.h"

namespace aegis {

struct Marker {
  std::string text;     // at least MarkerIndex::kShortest bytes
  uint32_t at = 0;      // bytes of the token before it
  uint32_t before = 0;  // how many of its first bytes stand before the run; only where `at` is 0
  uint32_t run = 0;     // the least length of the token's part of the run; not below kMinRun

  auto operator<=>(const Marker&) const = default;
};

class MarkerIndex {
 public:
  static constexpr size_t kShortest = 3;

  MarkerIndex() = default;
  // Matches report the index of the marker.
  explicit MarkerIndex(std::vector<Marker> markers);

  // Appends every marker in the runs of `bytes`, which `map` reaches over, that stands at its
  // distance from where a token of its length may begin: the run's beginning or `before` bytes
  // before it, after an escape (`\n`,
  // `%3D`) in it, after one of `+ - /` in it.
  void find(std::string_view bytes, const KindMap& map, const std::vector<Run>& runs,
            std::vector<RawMatch>& out) const;

 private:
  // The markers of which three bytes stand at one distance from the beginning.
  struct Place {
    int64_t at = 0;
    uint32_t least_run = 0;
    std::vector<uint32_t> keys;  // those three bytes, sorted
    std::vector<uint32_t> markers;
    std::vector<uint64_t> filter;  // one bit a hash of a key: most beginnings end here
    uint32_t shift = 0;            // of a hash, to make it an index of the filter

    bool may_stand(std::string_view bytes, size_t begin) const;
  };

  // Whether a marker may stand at the run's very beginning, where no longer run is looked at than
  // long_run_.
  bool may_begin(std::string_view bytes, Run run) const;
  void find_in(std::string_view bytes, const KindMap& map, Run run, char before,
               std::vector<RawMatch>& out) const;
  void find_before(std::string_view bytes, Run run, std::vector<RawMatch>& out) const;
  void find_after_escape(std::string_view bytes, Run run, size_t last,
                         std::vector<RawMatch>& out) const;
  void try_beginning(std::string_view bytes, size_t begin, size_t end,
                     std::vector<RawMatch>& out) const;
  void look_up(const Place& place, std::string_view bytes, size_t begin, size_t end,
               std::vector<RawMatch>& out) const;

  std::vector<Marker> markers_;
  std::vector<Place> places_;    // by least_run; of the markers that stand in the run whole
  size_t least_run_ = SIZE_MAX;  // of all of them
  // A run that is shorter can only have markers at the distance of the first of places_, which is
  // none then; 0 where that is not so.
  size_t long_run_ = 0;
  std::vector<Place> before_;  // of the others
  CharSet before_ends_;        // what may stand just before the run in one of those
  CharSet may_be_after_;       // the same, or what an escape may end in
};

}  // namespace aegis
