// Which line a place of a text stands on.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/base/byte_span.h"

namespace aegis::gitleaks {

// Where a match stands, in lines and columns that count from 1; the end is the first place behind.
struct LinePlace {
  uint64_t start_line = 0;
  uint64_t end_line = 0;
  uint64_t start_column = 0;
  uint64_t end_column = 0;
};

// Of one text, which must outlive it. Made when it is first asked.
class LineIndex {
 public:
  // `line` is the number of the text's first line, of which `column` bytes stand before the text.
  LineIndex(std::string_view text, uint64_t line, uint64_t column)
      : text_(text), line_(line), column_(column) {}

  // A match that begins with a line feed belongs to the line behind it. REQUIRES: it is not empty.
  LinePlace place_of(Span match);
  // The lines that a match stands on, with the line feed before them and without the one behind.
  Span lines_of(Span match);

 private:
  size_t feeds_before(size_t at);  // line feeds at offsets less than `at`
  uint64_t column_of(size_t at, size_t feeds) const;

  std::string_view text_;
  uint64_t line_;
  uint64_t column_;
  bool is_made_ = false;
  std::vector<size_t> feeds_;
};

}  // namespace aegis::gitleaks
