// By which part of itself each keyword is looked for, and with which others, so that ordinary text
// seldom looks like one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "scanner/base/char_set.h"

namespace aegis {

struct Keyword {
  std::string text;       // at least KeywordFinder::kShortest bytes; in lower case when caseless
  bool caseless = false;  // found in any case
  std::string next;       // the bytes one of which must follow; empty: whatever follows

  auto operator<=>(const Keyword&) const = default;
};

// How many bytes of a keyword, or what may follow it, are looked for.
inline constexpr size_t kFragment = 4;
inline constexpr uint8_t kBucketsInSet = 8;

struct KeywordSpot {
  uint8_t offset = 0;  // in the keyword, of its fragment
  uint8_t bucket = 0;  // of one set, or of two: those of the second from kBucketsInSet on
};

// By keyword. Takes a tenth of a second for two hundred.
std::vector<KeywordSpot> choose_keyword_spots(const std::vector<Keyword>& keywords);

// What may stand at a place of a keyword, or just behind it.
CharSet keyword_members_at(const Keyword& keyword, size_t at);

}  // namespace aegis
