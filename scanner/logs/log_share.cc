#include "scanner/logs/log_share.h"

#include <charconv>

#include "scanner/base/sha.h"

namespace aegis {

namespace {

bool read_number(std::string_view text, uint64_t& value) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  return problem == std::errc() && end == text.data() + text.size();
}

// Which shard, from 0, a log's first stretch belongs to. The same on every machine.
uint64_t first_shard(const LogShare& share, const std::string& path) {
  const auto digest = sha256(path);
  uint64_t number = 0;
  for (size_t i = 0; i < 8; ++i) number = number << 8 | digest[i];
  return number % share.shard.count;
}

}  // namespace

Result<ByteRange> parse_byte_range(std::string_view text) {
  const size_t colon = text.find(':');
  ByteRange range;
  const std::string_view begin = text.substr(0, colon);
  const std::string_view end = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  const bool fits = colon != std::string_view::npos &&
                    (begin.empty() || read_number(begin, range.begin)) &&
                    (end.empty() || read_number(end, range.end));
  if (!fits) return usage_error("'" + std::string(text) + "' is no range of bytes, START:END");
  if (range.end < range.begin) {
    return usage_error("'" + std::string(text) + "' ends before it begins");
  }
  return range;
}

std::vector<ByteRange> ranges_of_share(const LogShare& share, const std::string& path,
                                       uint64_t size) {
  if (share.range) return {*share.range};
  if (share.shard.is_all()) return {ByteRange{}};
  std::vector<ByteRange> ranges;
  const uint64_t offset = first_shard(share, path);
  for (uint64_t number = 0; number == 0 || number * share.stretch < size; ++number) {
    if ((number + offset) % share.shard.count != share.shard.number - 1) continue;
    ranges.push_back({number * share.stretch, (number + 1) * share.stretch});
  }
  return ranges;
}

bool has_whole(const LogShare& share, const std::string& path) {
  return first_shard(share, path) == share.shard.number - 1;
}

}  // namespace aegis
