#include "scanner/detect/der.h"

#include <bit>

namespace aegis {

std::optional<std::string_view> DerReader::take(uint8_t tag) {
  if (!is_at(tag) || rest_.size() < 2) return std::nullopt;
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(rest_[i]); };
  size_t begin = 2;
  size_t length = byte(1);
  if (length >= 0x80) {
    const size_t count = length & 0x7f;
    if (count == 0 || count > 4 || rest_.size() < 2 + count) return std::nullopt;
    length = 0;
    for (size_t i = 0; i < count; ++i) length = length << 8 | byte(2 + i);
    begin += count;
  }
  if (length > rest_.size() - begin) return std::nullopt;
  const std::string_view contents = rest_.substr(begin, length);
  rest_.remove_prefix(begin + length);
  return contents;
}

unsigned bits_of(std::string_view number) {
  while (!number.empty() && number.front() == '\0') number.remove_prefix(1);
  if (number.empty()) return 0;
  const auto first = static_cast<unsigned char>(number.front());
  return static_cast<unsigned>(8 * (number.size() - 1)) +
         static_cast<unsigned>(std::bit_width(first));
}

}  // namespace aegis
