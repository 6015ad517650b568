// What of a variant the prefilter looks for.
//
// An anchor is a stretch of consecutive positions of the variant, each with its set of characters,
// chosen so that ordinary text rarely holds it: the most distinct literal, widened by neighbouring
// positions where the literal alone says little ("SK" and eight hex digits). Every match of the
// variant contains it, at a distance from the match's beginning that is known to lie between two
// bounds.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "scanner/rule/shape.h"

namespace aegis {

struct Anchor {
  std::string expression;  // for Hyperscan: fixed length, no flags
  size_t width = 0;        // its length in characters
  size_t before_min = 0;   // distance from the match's beginning to the anchor's
  size_t before_max = 0;
  // The longest part of it that is exactly one text, where it begins in the anchor, and what may
  // stand after it in a match (nothing when that is not known).
  std::string literal;
  size_t literal_at = 0;
  CharSet literal_next;
};

// The variant's anchor, or nothing when no stretch of it is distinct enough.
std::optional<Anchor> choose_anchor(const Variant& variant);

// How many characters of `run` a match of the variant begins with: at least, and at most. At most
// is kMaxMatch where what follows them could belong to the run as well.
struct Lead {
  size_t least = 0;
  size_t most = 0;
};
Lead leading_run(const Variant& variant, const CharSet& run);

// `set` as a Hyperscan character class, or as one escaped byte.
std::string expression_of(const CharSet& set);

}  // namespace aegis
