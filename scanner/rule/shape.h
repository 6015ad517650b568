// The shape language: a token's template, from which everything else about it follows.
//
//   (sk|rk)_live_{base62:24,247}        gh(p|o|u)_{base62:30}{crc32-base62:6}
//
// rules/README.md is the reference of the language. A parsed shape is a list of variants, one for
// each way through its groups; a variant is a plain sequence of elements. Immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/char_set.h"
#include "scanner/base/result.h"

namespace aegis {

inline constexpr size_t kMaxMatch = 4096;

enum class ElementKind : uint8_t {
  kLiteral,      // `text`, exactly
  kClass,        // `min` to `max` characters of `set`
  kCrc32Base62,  // a class whose characters are a checksum of the body before them
};

struct Element {
  ElementKind kind = ElementKind::kLiteral;
  std::string text;
  CharSet set;
  size_t min = 0;  // for a literal: its length
  size_t max = 0;

  bool fixed() const { return min == max; }
};

struct Variant {
  std::vector<Element> elements;

  size_t min_length() const;
  size_t max_length() const;
  // The literal that the variant begins with, possibly empty.
  std::string_view prefix() const;
};

struct Shape {
  std::vector<Variant> variants;
};

// The characters of a class by name, with `+xyz` additions; an error names what is unknown.
Result<CharSet> parse_class(std::string_view name);

// An error says what is wrong and at which character (from 1). A shape that may match the empty
// string or more than kMaxMatch bytes, or that has more than 256 variants, is an error.
Result<Shape> parse_shape(std::string_view text);

// `shape` itself when it keeps the limits that parse_shape states.
Result<Shape> checked_shape(Shape shape);

}  // namespace aegis
