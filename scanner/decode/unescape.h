// Text without its escapes and terminal colours.
#pragma once

#include <string_view>

#include "scanner/decode/decoded_text.h"

namespace aegis {

// The first escape at or after `from` that hides text (hides_text), or npos. At the speed of memory
// where there is none and the processor has AVX2.
size_t next_hidden(std::string_view text, size_t from);

// Decodes `text` until nothing in it is hidden, three times at most: JSON within JSON within JSON.
// Escaped quotes stay as they are.
void unescape(DecodedText& text);

// The same of `part` of `source`, into `out`.
void unescape(std::string_view source, Span part, DecodedText& out);

}  // namespace aegis
