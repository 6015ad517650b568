// Tested by tests/unit/naming_words_test.cc.
#include "scanner/detect/naming_words.h"

#include <algorithm>
#include <bit>

namespace aegis {

namespace {

constexpr size_t kNearBeginning = 100;  // bytes of a line before a value

// Of the last line feed in [least, at); `at` when there is none.
size_t newline_before(const KindMap& map, size_t least, size_t at) {
  for (size_t end = at; end > least; end -= std::min<size_t>(end - least, 64)) {
    const uint64_t newlines = map.before(Kind::kNewline, end);
    if (newlines == 0) continue;
    const size_t newline = end - 1 - static_cast<size_t>(std::countl_zero(newlines));
    return newline >= least ? newline : at;
  }
  return at;
}

}  // namespace

size_t naming_begin(const KindMap& map, size_t at) {
  const size_t least = at > kNamingReach ? at - kNamingReach : 0;
  const size_t newline = newline_before(map, least, at);
  if (newline == at || newline == least) return least;
  if (at - (newline + 1) > kNearBeginning) return newline + 1;
  const size_t before = newline_before(map, least, newline);
  return before == newline ? least : before + 1;
}

void NamingWords::forget() {
  words_.clear();
  first_ = 0;
  looked_to_ = 0;
}

void NamingWords::look_to(std::string_view bytes, const KindMap& map, size_t at) {
  const size_t begin = naming_begin(map, at);
  if (begin >= looked_to_) {
    words_.clear();
    first_ = 0;
    looked_to_ = begin;
  }
  if (at > looked_to_) {
    index_.find(bytes, map, looked_to_, at, words_);
    looked_to_ = at;
  }
  while (first_ < words_.size() && words_[first_].begin < begin) ++first_;
}

}  // namespace aegis
