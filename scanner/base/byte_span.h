// A stretch of a text.
#pragma once

#include <cstddef>

namespace aegis {

// Bytes [begin, end) of what was searched.
struct Span {
  size_t begin = 0;
  size_t end = 0;

  size_t size() const { return end - begin; }
  bool operator==(const Span&) const = default;
};

}  // namespace aegis
