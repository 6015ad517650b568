// Finds every occurrence of tens of thousands of literals in a text.
//
// Exact: the answer is that of looking for each literal by itself. The cost hardly depends on how
// many there are. A literal with a stretch of 16 token characters (run_finder.h) is looked for in
// the text's runs only; any other one in the whole text, a gram every few bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/base/private_text.h"
#include "scanner/detect/gram_table.h"
#include "scanner/detect/run_finder.h"

namespace aegis {

struct Literal {
  uint32_t begin = 0;  // in the text that the finder was made with
  uint32_t size = 0;   // kLeastLiteral to kMostLiteral
  // Is found as well where line breaks, and blanks after them, cut it: base64 in lines. Certainly
  // when the lines have 64 characters or more and the literal 45, else perhaps.
  bool wraps = false;
};

inline constexpr size_t kLeastLiteral = 8;
inline constexpr size_t kMostLiteral = 4096;

struct LiteralMatch {
  uint32_t literal = 0;  // index
  uint32_t begin = 0;
  uint32_t end = 0;

  bool operator==(const LiteralMatch&) const = default;
};

// What a search finds. Belongs to one thread.
struct LiteralMatches {
  std::vector<LiteralMatch> matches;  // in no order, and perhaps twice
  // The text holds, or may hold, a part of something that goes over several lines: a change far
  // from it can make it whole.
  bool has_part = false;
  std::vector<uint32_t> places;  // scratch
};

// Immutable; shared by threads.
class LiteralFinder {
 public:
  LiteralFinder(PrivateText text, std::vector<Literal> literals);

  // Adds what has its first looked-up gram in [begin, end) of `bytes`, which are fewer than 4 GiB:
  // a text that is searched in pieces, each once, is searched. `runs` are those of find_runs that
  // begin in [begin, end).
  void find(std::string_view bytes, size_t begin, size_t end, std::span<const Run> runs,
            LiteralMatches& out) const;

  // What it was made with.
  std::string_view text() const { return text_.view(); }

 private:
  void follow(std::string_view bytes, size_t at, const GramTable& table, uint32_t hash,
              LiteralMatches& out) const;
  void compare(std::string_view bytes, size_t at, uint32_t number, size_t offset,
               LiteralMatches& out) const;

  PrivateText text_;
  std::vector<Literal> literals_;
  GramTable in_runs_;
  GramTable anywhere_;
};

}  // namespace aegis
