// EWAH, the compressed bitmaps in which a split index says which entries are gone or replaced.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scanner/git/byte_cursor.h"

namespace aegis::git {

// Takes one bitmap off `cursor` and gives the places of its set bits, ascending. Nothing if it is
// malformed or sets a bit at `limit` or above. Needs memory for `limit` places at most, however
// many bits it claims to have.
std::optional<std::vector<uint32_t>> take_ewah(ByteCursor& cursor, uint32_t limit);

}  // namespace aegis::git
