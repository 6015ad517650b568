// Text written with NUL bytes between its characters: UTF-16 and UTF-32, of either order.
//
// Such text is found by its look alone, with or without a byte order mark and also inside a binary
// file: printable ASCII characters that are each one, or each three, NUL bytes apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aegis {

// A narrowed text and where each of its bytes came from.
struct WideText {
  std::string text;               // stretches of characters, line feeds between two stretches
  std::vector<uint32_t> offsets;  // of each byte of `text` in the bytes it was made from
};

// The stretches of at least 8 characters in `bytes`. Other characters of a text in UTF-16 (accents,
// say) end a stretch. REQUIRES: bytes are fewer than 4 GiB.
WideText narrow_wide_text(std::string_view bytes);

}  // namespace aegis
