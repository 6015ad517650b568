// SHA-1 and SHA-256 of bytes that are in memory, and HMAC (RFC 2104) of the latter.
//
// For names and fingerprints. SHA-1 is here because git's names are made of it; nothing that must
// withstand a forger may rest on it. Any thread may call these.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "scanner/base/result.h"

namespace aegis {

std::array<uint8_t, 20> sha1(std::string_view bytes);
std::array<uint8_t, 32> sha256(std::string_view bytes);

// A key of random bytes, or of what came from random_key().
using Key = std::array<uint8_t, 32>;

// Of `parts` one after another. Nobody without the key can tell what they were.
std::array<uint8_t, 32> hmac_sha256(const Key& key, std::initializer_list<std::string_view> parts);

// From the kernel's generator.
Result<Key> random_key();

}  // namespace aegis
