#include "scanner/git/ewah.h"

namespace aegis::git {

namespace {

constexpr uint64_t kWordBits = 64;

// A word that says: so many words of equal bits come first, then so many that are spelled out.
struct Marker {
  explicit Marker(uint64_t word)
      : bit((word & 1) != 0), run(word >> 1 & 0xffffffff), literals(word >> 33) {}
  bool bit;
  uint64_t run;
  uint64_t literals;
};

// Adds the places of bits set in `word`, which begins at place `at`. False if one is not below
// `limit`.
bool add_places(uint64_t word, uint64_t at, uint32_t limit, std::vector<uint32_t>& places) {
  while (word != 0) {
    const uint64_t place = at + static_cast<uint64_t>(__builtin_ctzll(word));
    if (place >= limit) return false;
    places.push_back(static_cast<uint32_t>(place));
    word &= word - 1;
  }
  return true;
}

bool add_run(uint64_t words, uint64_t at, uint32_t limit, std::vector<uint32_t>& places) {
  if (at + words * kWordBits > limit) return false;
  for (uint64_t place = at; place < at + words * kWordBits; ++place) {
    places.push_back(static_cast<uint32_t>(place));
  }
  return true;
}

}  // namespace

std::optional<std::vector<uint32_t>> take_ewah(ByteCursor& cursor, uint32_t limit) {
  cursor.take_big_endian<uint32_t>();  // its size in bits, which the words say better
  const auto count = cursor.take_big_endian<uint32_t>();
  const auto raw = count ? cursor.take(size_t{*count} * 8) : std::nullopt;
  if (!raw || !cursor.take_big_endian<uint32_t>()) return std::nullopt;  // the last marker's place
  ByteCursor words(*raw);
  std::vector<uint32_t> places;
  uint64_t at = 0;
  while (const auto word = words.take_big_endian<uint64_t>()) {
    const Marker marker(*word);
    if (marker.bit && !add_run(marker.run, at, limit, places)) return std::nullopt;
    at += marker.run * kWordBits;
    for (uint64_t i = 0; i < marker.literals; ++i, at += kWordBits) {
      const auto literal = words.take_big_endian<uint64_t>();
      if (!literal || !add_places(*literal, at, limit, places)) return std::nullopt;
    }
    // Zeros to no end are no use, and would overflow in the end.
    if (at > uint64_t{limit} + (uint64_t{1} << 40)) return std::nullopt;
  }
  return places;
}

}  // namespace aegis::git
