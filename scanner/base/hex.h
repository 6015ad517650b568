// Bytes as lower-case hex.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace aegis {

inline std::string to_hex(std::span<const uint8_t> bytes) {
  constexpr const char* kDigits16 = "0123456789abcdef";
  std::string text;
  for (const uint8_t byte : bytes) {
    text += kDigits16[byte >> 4];
    text += kDigits16[byte & 15];
  }
  return text;
}

}  // namespace aegis
