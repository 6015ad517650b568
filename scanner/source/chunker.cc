#include "scanner/source/chunker.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "scanner/base/lines.h"

namespace aegis {

namespace {

// Moves a chunk's line fields on to the first byte of the next chunk, `skip` bytes further.
void advance_lines(Chunk& chunk, size_t skip) {
  const std::string_view passed = chunk.bytes.substr(0, skip);
  chunk.line += count_newlines(passed);
  const size_t newline = last_newline(passed);
  if (newline != std::string_view::npos) chunk.line_offset = chunk.offset + newline + 1;
  chunk.offset += skip;
  chunk.first = chunk.first && skip == 0;
}

}  // namespace

Result<void> visit_stream(std::shared_ptr<const Origin> origin, const ByteReader& read, size_t core,
                          uint64_t size_hint, const ChunkVisitor& visit) {
  Chunk chunk;
  chunk.origin = std::move(origin);
  // One byte more than the hint, so that a file of just that size shows its end in the first read.
  const uint64_t wanted = std::max<uint64_t>(size_hint + 1, 4096);
  std::vector<char> buffer(std::min<uint64_t>(wanted, core + 2 * kChunkContext));
  size_t filled = 0;
  bool ended = false;
  for (;;) {
    if (!ended && filled == buffer.size() && buffer.size() < core + 2 * kChunkContext) {
      buffer.resize(std::min(buffer.size() * 2, core + 2 * kChunkContext));
    }
    if (!ended && filled < buffer.size()) {
      auto n = read(std::span(buffer).subspan(filled));
      if (!n) return std::move(n).error();
      ended = *n < buffer.size() - filled;
      filled += *n;
    }
    if (!ended && buffer.size() < core + 2 * kChunkContext) continue;
    chunk.bytes = std::string_view(buffer.data(), filled);
    // Without the end in sight, the last kChunkContext bytes are context only and become core
    // later.
    const size_t limit = ended ? filled : filled - kChunkContext;
    chunk.core_end = std::min(limit, chunk.core_begin + core);
    chunk.last = ended;
    visit(chunk);
    if (ended && chunk.core_end == filled) return {};
    const size_t keep_from = chunk.core_end > kChunkContext ? chunk.core_end - kChunkContext : 0;
    advance_lines(chunk, keep_from);
    std::memmove(buffer.data(), buffer.data() + keep_from, filled - keep_from);
    filled -= keep_from;
    chunk.core_begin = chunk.core_end - keep_from;
  }
}

void visit_bytes(std::shared_ptr<const Origin> origin, std::string_view bytes, size_t core,
                 const ChunkVisitor& visit) {
  Chunk chunk;
  chunk.origin = std::move(origin);
  size_t core_begin = 0;
  do {
    const size_t core_end = std::min(bytes.size(), core_begin + core);
    const size_t begin = core_begin > kChunkContext ? core_begin - kChunkContext : 0;
    const size_t end = std::min(bytes.size(), core_end + kChunkContext);
    if (begin > chunk.offset) {
      chunk.bytes = bytes.substr(chunk.offset, begin - chunk.offset);
      advance_lines(chunk, begin - chunk.offset);
    }
    chunk.bytes = bytes.substr(begin, end - begin);
    chunk.core_begin = core_begin - begin;
    chunk.core_end = core_end - begin;
    chunk.last = end == bytes.size();
    visit(chunk);
    core_begin = core_end;
  } while (core_begin < bytes.size());
}

}  // namespace aegis
