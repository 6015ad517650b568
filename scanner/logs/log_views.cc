#include "scanner/logs/log_views.h"

#include "scanner/decode/line_views.h"
#include "scanner/logs/joined_records.h"
#include "scanner/logs/journal_bytes.h"

namespace aegis {

static_assert(kDecodeContext <= kChunkContext);

Views views_of_log(const Chunk& chunk, LogKind kind) {
  return [&chunk, kind](const ViewVisitor& visit) {
    DecodeWindow window;
    window.bytes = chunk.bytes;
    window.core = {chunk.core_begin, chunk.core_end};
    window.offset = chunk.offset;
    window.first = chunk.first;
    window.last = chunk.last;
    const DecodedVisitor decoded = [&](const DecodedText& text, Span own) {
      visit({&text, own, "its line decoded"});
    };
    for_each_decoded_line(window, decoded);
    if (kind == LogKind::kJournal) for_each_byte_list(window, decoded);
    for_each_joined_record(window, kind,
                           [&](const DecodedText& text, Span end_of_first, size_t second) {
                             visit({&text, end_of_first, "two records joined", second});
                           });
  };
}

}  // namespace aegis
