// How specific a variant of a shape is.
#pragma once

#include <cstddef>
#include <cstdint>

#include "scanner/rule/shape.h"

namespace aegis {

// What a variant leaves open. Of two that match the same bytes, the one with less says more.
class Freedom {
 public:
  explicit Freedom(const Variant& variant);

  // In a match of so many bytes, in sixteenths of a bit. What is longer than it must be counts as
  // its widest class.
  uint32_t of(size_t size) const;

 private:
  size_t least_ = 0;
  uint32_t fixed_ = 0;   // of the shortest match
  uint32_t widest_ = 0;  // of a byte more
};

}  // namespace aegis
