// Where a container runtime cut a line in two, the text across the cut.
#pragma once

#include <functional>

#include "scanner/decode/line_views.h"
#include "scanner/logs/log_kind.h"

namespace aegis {

// `joined` is the end of one record's content and the beginning of the next one's. What is found in
// it counts where it begins within `end_of_first` and reaches `second` or further.
using JoinedVisitor =
    std::function<void(const DecodedText& joined, Span end_of_first, size_t second)>;

// Calls `visit` for each cut near the window's core. Other records may stand between the two,
// within the window. Does nothing for a log of another kind than Docker's and CRI's.
void for_each_joined_record(const DecodeWindow& window, LogKind kind, const JoinedVisitor& visit);

}  // namespace aegis
