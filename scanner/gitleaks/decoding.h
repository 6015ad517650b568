// A text as it reads when what is encoded in it is decoded, pass after pass.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/byte_span.h"

namespace aegis::gitleaks {

// Passes over one text, which must outlive them. The first is the text itself; each later one is
// the one before with its encoded stretches replaced.
class Decoding {
 public:
  explicit Decoding(std::string_view text) : text_(text) {}

  // Adds a pass; false where nothing is left to decode.
  bool decode();

  // Of the latest pass.
  std::string_view text() const { return passes_.empty() ? text_ : passes_.back().text; }
  bool is_decoded() const { return !passes_.empty(); }
  // Whether anything in or beside `span` was decoded.
  bool touches(Span span) const;
  // Where what stands in `span` stood in the text itself: all of a stretch that has a part in it.
  Span original(Span span) const;
  // The lines around what was decoded in or beside `span`, the line feed before them included.
  std::string_view lines_around(Span span) const;
  // "decoded:base64", ..., "decode-depth:2" for what was decoded in or beside `span`.
  std::vector<std::string> tags(Span span) const;

 private:
  struct Segment {
    Span encoded;       // in the pass before
    Span decoded;       // in this one
    Span original;      // in the text itself
    uint8_t kinds = 0;  // a bit for each encoding that it went through
  };
  struct Pass {
    std::string text;
    std::vector<Segment> segments;  // in order
  };

  static std::vector<Segment> touched(const Pass& pass, Span span);
  static size_t moved_back(const Pass& pass, size_t at);
  Span original(Span span, size_t passes) const;

  std::string_view text_;
  std::vector<Pass> passes_;
};

}  // namespace aegis::gitleaks
