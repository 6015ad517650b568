// Short pieces of literals ("grams"), by hash: the first sieve of a search for many literals.
//
// A table answers two questions about a hash: whether any gram has it, at once and rarely wrong
// when it says yes; and which literals hold such a gram, and where. Immutable; shared by threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace aegis {

// Reads kShortGram or kLongGram bytes at `text`.
inline constexpr size_t kShortGram = 5;
inline constexpr uint32_t kShortGramFactor = 0x9e3779b1;
inline constexpr uint32_t kShortGramLastFactor = 0x85ebca77;
inline uint32_t hash_of_short_gram(const char* text) {
  uint32_t four = 0;
  std::memcpy(&four, text, sizeof(four));
  return four * kShortGramFactor + static_cast<unsigned char>(text[4]) * kShortGramLastFactor;
}

inline constexpr size_t kLongGram = 8;
inline uint32_t hash_of_long_gram(const char* text) {
  uint64_t eight = 0;
  std::memcpy(&eight, text, sizeof(eight));
  return static_cast<uint32_t>((eight * 0x9e3779b97f4a7c15) >> 32);
}

class GramTable {
 public:
  struct Gram {
    uint32_t hash = 0;
    uint32_t literal = 0;
    uint16_t offset = 0;  // in the literal
  };

  explicit GramTable(const std::vector<Gram>& grams);

  bool empty() const { return places_.empty(); }

  bool may_hold(uint32_t hash) const {
    const uint32_t mask = mask_of(hash);
    return (filter_[hash >> filter_shift_] & mask) == mask;
  }

  // Calls visit(literal, offset) for each gram with this hash, and rarely for one with another, in
  // the order in which the grams were given.
  template <typename Visit>
  void for_each(uint32_t hash, const Visit& visit) const {
    const size_t bucket = hash >> bucket_shift_;
    for (uint32_t i = buckets_[bucket]; i < buckets_[bucket + 1]; ++i) {
      const Place& place = places_[i];
      if (place.check == static_cast<uint16_t>(hash)) visit(place.literal, size_t{place.offset});
    }
  }

  // For those who do many look-ups at a time: words of the filter, each chosen by a hash's upper
  // bits, in which both bits of mask_of(hash) must be set.
  const uint32_t* filter() const { return filter_.data(); }
  unsigned filter_shift() const { return filter_shift_; }
  static uint32_t mask_of(uint32_t hash) { return 1u << (hash & 31) | 1u << ((hash >> 5) & 31); }

 private:
  struct Place {
    uint32_t literal = 0;
    uint16_t offset = 0;
    uint16_t check = 0;  // the hash's lower bits
  };

  std::vector<uint32_t> filter_;
  unsigned filter_shift_ = 0;
  std::vector<uint32_t> buckets_;  // where each one's places begin, and the end of the last
  unsigned bucket_shift_ = 0;
  std::vector<Place> places_;  // by bucket
};

}  // namespace aegis
