// Fields of journalctl's JSON that are lists of bytes: those with colours or other control
// characters in them.
#pragma once

#include "scanner/decode/line_views.h"

namespace aegis {

// Calls `visit` for each list of numbers near the window's core, as the text that it stands for,
// `"NAME":"text"`; for a long one, a piece at a time.
void for_each_byte_list(const DecodeWindow& window, const DecodedVisitor& visit);

}  // namespace aegis
