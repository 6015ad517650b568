// Cuts a log into blocks, each a chunk in a buffer of its own, so that several can be scanned at
// once.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "scanner/logs/log_stream.h"
#include "scanner/source/chunk.h"

namespace aegis {

// A place in a log, with what lines count from there.
struct LogPlace {
  uint64_t offset = 0;
  uint64_t line = 1;         // number of the line that the byte there stands in
  uint64_t line_offset = 0;  // where that line begins

  bool operator==(const LogPlace&) const = default;
};

// Of a place in the middle of a log: lines are then counted from where the context before it
// begins.
inline constexpr uint64_t kUnknownLine = 0;

// The place behind `passed`, which begins at `place`.
LogPlace place_after(const LogPlace& place, std::string_view passed);

// A chunk with the memory that it stands in.
struct LogBlock {
  std::vector<char> buffer;
  Chunk chunk;

  LogPlace begin() const { return {chunk.offset, chunk.line, chunk.line_offset}; }
  std::string_view core() const {
    return chunk.bytes.substr(chunk.core_begin, chunk.core_end - chunk.core_begin);
  }
  uint64_t core_offset() const { return chunk.offset + chunk.core_begin; }
  uint64_t end_offset() const { return chunk.offset + chunk.core_end; }
};

// The cores of the blocks tile the log from a place on, long holes apart, which hold nothing. The
// contract is that of source/chunk.h. Belongs to one thread; the stream outlives it.
class BlockCutter {
 public:
  // `from` is where the first core begins; `until`, where the last one ends at the latest.
  BlockCutter(LogStream& stream, std::shared_ptr<const Origin> origin, const LogPlace& from,
              uint64_t until, size_t core)
      : stream_(stream), origin_(std::move(origin)), from_(from), until_(until), core_(core) {}

  // Makes the next block, in the memory that `block` has. False when there is none. On an error
  // everything that was read before has been given.
  Result<bool> next(LogBlock& block);

 private:
  Result<void> start();
  Result<void> pass_hole();
  Result<size_t> fill(std::vector<char>& buffer, size_t filled);
  void keep(const LogBlock& block, size_t filled);

  LogStream& stream_;
  std::shared_ptr<const Origin> origin_;
  LogPlace from_;
  uint64_t until_;
  size_t core_;
  std::vector<char> kept_;  // the next core's context before it, and what of it was read already
  size_t core_begin_ = 0;   // of that core, in kept_
  LogPlace place_;          // of the first byte of kept_
  bool started_ = false;
  bool at_end_ = false;  // nothing follows kept_
  bool done_ = false;
  std::optional<Error> error_;
};

}  // namespace aegis
