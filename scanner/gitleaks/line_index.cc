#include "scanner/gitleaks/line_index.h"

#include <algorithm>

namespace aegis::gitleaks {

size_t LineIndex::feeds_before(size_t at) {
  if (!is_made_) {
    is_made_ = true;
    for (size_t i = text_.find('\n'); i != std::string_view::npos; i = text_.find('\n', i + 1)) {
      feeds_.push_back(i);
    }
  }
  return static_cast<size_t>(std::lower_bound(feeds_.begin(), feeds_.end(), at) - feeds_.begin());
}

// The column of `at`, before which `feeds` line feeds stand; of the last of them it is 1.
uint64_t LineIndex::column_of(size_t at, size_t feeds) const {
  if (feeds == 0) return column_ + at + 1;
  return std::max<uint64_t>(1, at - feeds_[feeds - 1]);
}

LinePlace LineIndex::place_of(Span match) {
  const size_t before = feeds_before(match.begin + 1);
  const size_t until = std::max(before, feeds_before(match.end));
  return {line_ + before, line_ + until, column_of(match.begin, before),
          column_of(match.end, until)};
}

Span LineIndex::lines_of(Span match) {
  const size_t before = feeds_before(match.begin + 1);
  const size_t until = feeds_before(match.end);
  const size_t begin = before == 0 ? 0 : feeds_[before - 1];
  const size_t end = until < feeds_.size() ? feeds_[until] : text_.size();
  return {begin, std::max(end, match.end)};
}

}  // namespace aegis::gitleaks
