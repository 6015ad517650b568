// A text made from another one, and where each of its bytes came from.
//
// What a log or a file writes encoded (escapes, terminal colours, UTF-16) is decoded into such a
// text and searched there; what is found is put back to the bytes that it was made of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/byte_span.h"

namespace aegis {

// Offsets count in the source, which is smaller than 4 GiB. The three lists are equally long.
struct DecodedText {
  std::string text;
  std::vector<uint32_t> begins;  // of each byte: the first byte of the source that it stands for
  std::vector<uint16_t> sizes;   // and how many bytes that are

  void clear();
  // One byte that stands for `from` of the source; of a longer stretch, for its beginning.
  void add(char byte, Span from);
  // Bytes of the source as they stand there.
  void add_plain(std::string_view source, Span from);
  // A part of another text of the same source.
  void add_part(const DecodedText& other, Span part);

  // From the first to the last byte of the source that `part` was made of. What was left out
  // between them is in it. REQUIRES: `part` is not empty.
  Span source_of(Span part) const;

  // The same without what was left out: stretches in the order of the text, none empty.
  std::vector<Span> pieces_of(Span part) const;
};

}  // namespace aegis
