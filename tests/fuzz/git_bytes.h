// Bytes of git's files, and zlib streams, as fuzz targets make them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aegis {

// `number` in so many bytes, the highest first.
inline std::string big_endian(uint64_t number, int bytes) {
  std::string out;
  while (bytes-- > 0) out.push_back(static_cast<char>(number >> (8 * bytes)));
  return out;
}

// A zlib stream of one stored block. REQUIRES: bytes are fewer than 64 KiB.
inline std::string stored(std::string_view bytes) {
  uint32_t a = 1;
  uint32_t b = 0;
  for (const char c : bytes) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  const auto size = static_cast<uint16_t>(bytes.size());
  std::string out("\x78\x01\x01", 3);
  for (const uint16_t word : {size, static_cast<uint16_t>(~size)}) {
    out += static_cast<char>(word & 0xff);
    out += static_cast<char>(word >> 8);
  }
  return out.append(bytes) + big_endian(b << 16 | a, 4);
}

}  // namespace aegis
