// A part of the logs, so that several machines can share them out.
//
// The parts of a file are stretches of fixed size at fixed offsets, so that they do not depend on
// how long the file is; the findings of all parts together are those of the whole. What is
// compressed is not divided.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/scan/shard.h"

namespace aegis {

// Bytes [begin, end) of a log.
struct ByteRange {
  uint64_t begin = 0;
  uint64_t end = ~uint64_t{0};

  bool operator==(const ByteRange&) const = default;
};

struct LogShare {
  std::optional<ByteRange> range;  // of the only log
  Shard shard;
  uint64_t stretch = uint64_t{64} << 20;

  bool is_whole() const { return !range && shard.is_all(); }
};

// "start:end", either of which may be left out. An error says what is wrong.
Result<ByteRange> parse_byte_range(std::string_view text);

// The stretches of a log of `size` bytes that are this share's, in order, neighbours as one. `path`
// decides whose its first stretch is, lest one share has every small log.
std::vector<ByteRange> ranges_of_share(const LogShare& share, const std::string& path,
                                       uint64_t size);

// Whether a log that cannot be divided is this share's.
bool has_whole(const LogShare& share, const std::string& path);

}  // namespace aegis
