// What is encoded in a piece of a log, as views that the engine searches.
#pragma once

#include "scanner/detect/engine.h"
#include "scanner/logs/log_kind.h"

namespace aegis {

// Lines with escapes or colours, decoded; records that were cut, joined; lists of bytes as text.
// REQUIRES: `chunk` outlives what is returned.
Views views_of_log(const Chunk& chunk, LogKind kind);

}  // namespace aegis
