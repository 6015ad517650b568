// Text written with NUL bytes between its characters: UTF-16 and UTF-32, of either order.
//
// Such text is found by its look alone, with or without a byte order mark and also inside a binary
// file: printable ASCII characters that are each one, or each three, NUL bytes apart.
#pragma once

#include <string_view>

#include "scanner/decode/decoded_text.h"

namespace aegis {

// The stretches of at least 8 characters in `bytes`, line feeds between two of them. Other
// characters of a text in UTF-16 (accents, say) end a stretch. REQUIRES: bytes are fewer than 4
// GiB.
DecodedText narrow_wide_text(std::string_view bytes);

}  // namespace aegis
