// Reads numbers and runs of bytes off the front of a buffer, never past its end.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace aegis::git {

// The big-endian number of sizeof(Number) bytes at `at`. REQUIRES: they are all in `bytes`.
template <typename Number>
Number load_big_endian(std::string_view bytes, size_t at) {
  Number raw;
  std::memcpy(&raw, bytes.data() + at, sizeof raw);
  static_assert(sizeof raw == 1 || sizeof raw == 2 || sizeof raw == 4 || sizeof raw == 8);
  if constexpr (sizeof raw == 1) return raw;
  if constexpr (sizeof raw == 2) return static_cast<Number>(__builtin_bswap16(raw));
  if constexpr (sizeof raw == 4) return __builtin_bswap32(raw);
  if constexpr (sizeof raw == 8) return __builtin_bswap64(raw);
}

template <typename Number>
void append_big_endian(std::string& bytes, Number number) {
  for (size_t i = sizeof number; i-- > 0;) bytes += static_cast<char>(number >> (8 * i));
}

// Does not own the buffer. A call that asks for more than is left takes nothing and says nullopt.
class ByteCursor {
 public:
  explicit ByteCursor(std::string_view bytes) : rest_(bytes) {}

  std::string_view rest() const { return rest_; }
  bool at_end() const { return rest_.empty(); }

  std::optional<std::string_view> take(size_t n) {
    if (n > rest_.size()) return std::nullopt;
    const std::string_view taken = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return taken;
  }

  // What stands before the next `end`, which is passed over as well.
  std::optional<std::string_view> take_until(char end) {
    const size_t n = rest_.find(end);
    if (n == std::string_view::npos) return std::nullopt;
    const std::string_view taken = rest_.substr(0, n);
    rest_.remove_prefix(n + 1);
    return taken;
  }

  template <typename Number>
  std::optional<Number> take_big_endian() {
    const auto raw = take(sizeof(Number));
    if (!raw) return std::nullopt;
    return load_big_endian<Number>(*raw, 0);
  }

  // A distance as packs and index version 4 write it: seven bits a byte, highest first, and one
  // added at each continuation, so that no distance can be written in two ways.
  std::optional<uint64_t> take_distance() {
    uint64_t distance = 0;
    for (int i = 0; i < 9; ++i) {
      const auto byte = take_big_endian<uint8_t>();
      if (!byte) return std::nullopt;
      distance = distance << 7 | (*byte & 0x7f);
      if ((*byte & 0x80) == 0) return distance;
      ++distance;
    }
    return std::nullopt;
  }

 private:
  std::string_view rest_;
};

}  // namespace aegis::git
