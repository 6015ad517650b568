#include "scanner/logs/block_cutter.h"

#include <algorithm>
#include <cstring>

#include "scanner/base/lines.h"

namespace aegis {

namespace {

bool is_nothing_but_nuls(const std::vector<char>& bytes) {
  return !bytes.empty() && bytes[0] == '\0' &&
         std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0;
}

}  // namespace

LogPlace place_after(const LogPlace& place, std::string_view passed) {
  LogPlace after = place;
  after.offset += passed.size();
  after.line += count_newlines(passed);
  const size_t newline = passed.rfind('\n');
  if (newline != std::string_view::npos) after.line_offset = place.offset + newline + 1;
  return after;
}

// Reads the context before the first core.
Result<void> BlockCutter::start() {
  started_ = true;
  core_begin_ = std::min<uint64_t>(from_.offset, kChunkContext);
  if (auto ok = stream_.skip_to(from_.offset - core_begin_); !ok) return ok;
  kept_.resize(core_begin_);
  auto filled = fill(kept_, 0);
  if (!filled) return std::move(filled).error();
  if (*filled < core_begin_) return unreadable("is shorter than it was");
  place_.offset = from_.offset - core_begin_;
  if (from_.line == kUnknownLine) {
    place_.line_offset = place_.offset;
  } else {
    // A finding of the first core stands on a line that begins in this context or where the core's
    // own line does.
    place_.line = from_.line - count_newlines({kept_.data(), kept_.size()});
    place_.line_offset = from_.line_offset;
  }
  return {};
}

// Over a hole of a file, where it is longer than blocks are: nothing stands there, not even the end
// of a line.
Result<void> BlockCutter::pass_hole() {
  const uint64_t written = stream_.next_written();
  if (written < stream_.offset() + core_ + 2 * kChunkContext || !is_nothing_but_nuls(kept_))
    return {};
  const uint64_t next = std::min(written - kChunkContext, until_);
  kept_.assign(kChunkContext, '\0');
  core_begin_ = kChunkContext;
  place_.offset = next - kChunkContext;
  return stream_.skip_to(next);
}

// Until the buffer is full or there is no more; says how much of it is filled then.
Result<size_t> BlockCutter::fill(std::vector<char>& buffer, size_t filled) {
  while (filled < buffer.size() && !at_end_) {
    auto n = stream_.read(std::span(buffer).subspan(filled));
    if (!n) {
      error_ = std::move(n).error();
      at_end_ = true;
    } else {
      at_end_ = *n == 0;
      filled += *n;
    }
  }
  return filled;
}

void BlockCutter::keep(const LogBlock& block, size_t filled) {
  const size_t core_end = block.chunk.core_end;
  const size_t from = core_end - std::min(core_end, kChunkContext);
  const char* const bytes = block.buffer.data();
  kept_.assign(bytes + from, bytes + filled);
  core_begin_ = core_end - from;
  place_ = place_after(place_, {bytes, from});
}

Result<bool> BlockCutter::next(LogBlock& block) {
  if (!started_) {
    if (auto ok = start(); !ok) return std::move(ok).error();
  } else if (!done_) {
    if (auto ok = pass_hole(); !ok) return std::move(ok).error();
  }
  if (done_) {
    if (error_) return *error_;
    return false;
  }
  block.buffer.resize(core_begin_ + core_ + kChunkContext);
  std::copy(kept_.begin(), kept_.end(), block.buffer.begin());
  auto filled = fill(block.buffer, kept_.size());
  if (!filled) return std::move(filled).error();
  Chunk& chunk = block.chunk;
  chunk.origin = origin_;
  chunk.bytes = {block.buffer.data(), *filled};
  chunk.core_begin = core_begin_;
  const size_t limit = at_end_ ? *filled : *filled - kChunkContext;
  const uint64_t wanted = until_ - std::min(until_, place_.offset);
  chunk.core_end = std::min<uint64_t>({limit, core_begin_ + core_, wanted});
  chunk.offset = place_.offset;
  chunk.line = place_.line;
  chunk.line_offset = place_.line_offset;
  chunk.first = place_.offset == 0;
  chunk.last = at_end_;
  done_ = chunk.core_end == wanted || (at_end_ && chunk.core_end == *filled);
  keep(block, *filled);
  return true;
}

}  // namespace aegis
