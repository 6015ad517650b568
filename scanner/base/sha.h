// SHA-1 and SHA-256 of bytes that are in memory.
//
// For names and fingerprints. SHA-1 is here because git's names are made of it; nothing that must
// withstand a forger may rest on it. Any thread may call these.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace aegis {

std::array<uint8_t, 20> sha1(std::string_view bytes);
std::array<uint8_t, 32> sha256(std::string_view bytes);

}  // namespace aegis
