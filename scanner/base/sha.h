// SHA-1 and SHA-256, and HMAC (RFC 2104) of the latter.
//
// For names and fingerprints. SHA-1 is here because git's names are made of it; nothing that must
// withstand a forger may rest on it. Any thread may call the functions.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "scanner/base/result.h"

namespace aegis {

std::array<uint8_t, 20> sha1(std::string_view bytes);
std::array<uint8_t, 32> sha256(std::string_view bytes);

enum class Sha : uint8_t { k1, k256 };

// The same of bytes that come in pieces. One thread at a time.
class ShaStream {
 public:
  explicit ShaStream(Sha kind);

  void add(std::string_view bytes);
  // The digest of all that was added; of SHA-1 it is the first 20 bytes. Nothing may be added
  // after it.
  std::array<uint8_t, 32> finish();

 private:
  void take(const uint8_t* blocks, size_t count);

  Sha kind_;
  std::array<uint32_t, 8> state_;
  uint64_t size_ = 0;                // bytes added
  std::array<uint8_t, 64> pending_;  // the last size_ % 64 of them
};

// A key of random bytes, or of what came from random_key().
using Key = std::array<uint8_t, 32>;

// Of `parts` one after another. Nobody without the key can tell what they were.
std::array<uint8_t, 32> hmac_sha256(const Key& key, std::initializer_list<std::string_view> parts);

// From the kernel's generator.
Result<Key> random_key();

}  // namespace aegis
