// Finds keywords, and says which, at a cost per match of some ten instructions.
//
// Hyperscan's cost of reporting a match is many times that, and a few short literals make it read
// all text at half its speed: with 408 shapes and 81 names of secrets it read source code at 1.7 to
// 2 GB/s, where this, given what is left of them beside the marker index, reads 4. Some of the
// names stand densely in some texts (a flood of `secret_key="`), and what follows decides nearly
// always that they mean nothing. Immutable; shared by threads.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/char_set.h"
#include "scanner/base/simd.h"
#include "scanner/detect/keyword_spots.h"
#include "scanner/detect/prefilter.h"

namespace aegis {

class KeywordFinder {
 public:
  static constexpr size_t kShortest = 3;

  KeywordFinder() = default;
  // Takes a tenth of a second for two hundred keywords: done when rules are compiled. REQUIRES:
  // keywords have kShortest bytes or more and are fewer than 65,536. Matches report the index of
  // the keyword.
  explicit KeywordFinder(const std::vector<Keyword>& keywords);

  // Appends every occurrence of every keyword that begins in [begin, end), in no promised order.
  // REQUIRES: bytes are fewer than 4 GiB.
  void find(std::string_view bytes, size_t begin, size_t end, std::vector<RawMatch>& out,
            Simd simd = widest_simd()) const;

  template <typename Codec>
  friend void code(Codec& codec, KeywordFinder& finder) {
    codec(finder.entries_, finder.probes_, finder.masks_, finder.sets_, finder.furthest_,
          finder.slots_);
  }

 private:
  static constexpr size_t kPlaces = kFragment;

  // Which buckets of a set may hold a keyword with this byte, or this half of a byte, at this
  // place.
  struct Masks {
    alignas(64) std::array<uint8_t, 128> byte{};  // of ASCII
    alignas(32) std::array<uint8_t, 32> low{};    // twice the same 16
    alignas(32) std::array<uint8_t, 32> high{};

    void add(const CharSet& members, uint8_t bucket);

    template <typename Codec>
    friend void code(Codec& codec, Masks& masks) {
      codec(masks.byte, masks.low, masks.high);
    }
  };

  // What tells apart keywords of one fragment ("_key") at once: the fragment and the four bytes
  // before it, folded, as far as they are the keyword's.
  struct Probe {
    uint64_t around = 0;
    uint64_t mask = 0;
    uint32_t keyword = 0;

    template <typename Codec>
    friend void code(Codec& codec, Probe& probe) {
      codec(probe.around, probe.mask, probe.keyword);
    }
  };
  // Of a hash's probes: from `begin` on, before `end`; an empty one has 0 as its end.
  struct Slot {
    uint16_t begin = 0;
    uint16_t end = 0;

    template <typename Codec>
    friend void code(Codec& codec, Slot& slot) {
      codec(slot.begin, slot.end);
    }
  };
  struct Entry {
    uint8_t offset = 0;  // of the fragment in the text
    bool caseless = false;
    bool any_next = false;
    CharSet next;
    std::string text;
    std::string padded;  // the text, and zero bytes to a multiple of sixteen

    template <typename Codec>
    friend void code(Codec& codec, Entry& entry) {
      codec(entry.offset, entry.caseless, entry.any_next, entry.next, entry.text, entry.padded);
    }
  };

  // The text, and where the keywords that are looked for begin.
  struct Stretch {
    std::string_view bytes;
    size_t begin = 0;
    size_t end = 0;
  };

  // Where a fragment can stand: from the first on, before the second.
  std::pair<size_t, size_t> fragment_bounds(const Stretch& stretch) const;
  // `around` are the four bytes before `at` and the four from it on, folded.
  void verify(const Stretch& stretch, size_t at, uint64_t around, std::vector<RawMatch>& out) const;
  // Near the text's end or beginning, where not all of those are there.
  void verify_at_edge(const Stretch& stretch, size_t at, std::vector<RawMatch>& out) const;
  void confirm(const Stretch& stretch, size_t at, uint32_t keyword,
               std::vector<RawMatch>& out) const;
  static bool stands_at(std::string_view bytes, size_t begin, const Entry& entry);
  // Verifies the fragments that seem to begin where `hits` have bits, the first of which is `at`'s.
  void verify_all(const Stretch& stretch, uint32_t at, std::span<const uint64_t> hits,
                  std::vector<RawMatch>& out) const;
  // Sets the bits of where fragments seem to begin, of 64 bytes a word.
  using Marking = void (KeywordFinder::*)(const char* bytes, std::span<uint64_t> hits) const;
  template <size_t kSets>
  void mark_avx2(const char* bytes, std::span<uint64_t> hits) const;
  template <size_t kSets>
  void mark_avx512(const char* bytes, std::span<uint64_t> hits) const;
  Marking marking(Simd simd) const;

  std::vector<Entry> entries_;                         // by keyword
  std::vector<Probe> probes_;                          // by slot
  std::array<std::array<Masks, kPlaces>, 2> masks_{};  // of two sets of eight buckets
  uint8_t sets_ = 0;                                   // that are used
  size_t furthest_ = 0;  // of all keywords, the greatest offset of a fragment
  // Probes by a hash of the text of their fragments, folded. Large, so that what is no keyword
  // nearly always meets an empty slot.
  std::array<Slot, 4096> slots_{};
};

}  // namespace aegis
