// The name of a git object: a SHA-1 or SHA-256 in binary.
//
// A value of fixed size; copies are cheap. Names of different hashes never compare equal.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace aegis::git {

enum class HashKind : uint8_t { kSha1, kSha256 };

constexpr size_t hash_size(HashKind kind) {
  return kind == HashKind::kSha1 ? 20 : 32;
}

class Oid {
 public:
  Oid() = default;  // the null name, which stands for "no object"

  // REQUIRES: `raw` is 20 or 32 bytes long.
  static Oid from_bytes(std::string_view raw);

  // Nothing unless `hex` is exactly the digits, of either case, of a name of that kind.
  static std::optional<Oid> from_hex(std::string_view hex, HashKind kind);

  std::string hex() const;
  std::string_view bytes() const { return {reinterpret_cast<const char*>(bytes_.data()), size_}; }
  uint8_t first_byte() const { return bytes_[0]; }
  bool is_null() const { return bytes_ == std::array<uint8_t, 32>{}; }

  bool operator==(const Oid&) const = default;
  auto operator<=>(const Oid&) const = default;

 private:
  std::array<uint8_t, 32> bytes_{};  // a SHA-1 is followed by zeros
  uint8_t size_ = 20;
};

struct OidHash {
  size_t operator()(const Oid& oid) const {
    size_t word;
    std::memcpy(&word, oid.bytes().data(), sizeof word);
    return word;
  }
};

}  // namespace aegis::git
