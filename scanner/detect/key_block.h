// A private key in PEM form, known by its lines.
//
// A key is found when any line of its body stands in a text: indented, quoted, with `\n` for line
// ends, or in part. Its first line of body is like that of other keys and says nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/rule/shape_match.h"

namespace aegis {

// Whether a value is such a block, from its first "-----BEGIN " on.
bool is_key_block(std::string_view value);

class KeyBlock {
 public:
  // Of a longer block, the first so many bytes count.
  static constexpr size_t kMost = 8192;

  // REQUIRES: is_key_block(value). Keeps no view of it.
  explicit KeyBlock(std::string_view value);

  // All lines, without line ends and blanks around them: where they stand in the value.
  const std::vector<Span>& lines() const { return lines_; }

  // Whether a line alone is enough to know the key by.
  bool is_telling(size_t line) const { return telling_[line]; }

  // The stretch of `bytes` in which lines of `value` stand one after the other, with that one among
  // them which stands at `match`. Line ends, however written, blanks, quotes and the like may stand
  // between two lines. Empty when a telling line stands before it: that one is asked about as well.
  Span stretch_around(std::string_view bytes, std::string_view value, size_t line,
                      Span match) const;

 private:
  std::vector<Span> lines_;
  std::vector<bool> telling_;
};

}  // namespace aegis
