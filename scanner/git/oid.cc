#include "scanner/git/oid.h"

#include <cassert>

namespace aegis::git {

namespace {

constexpr int kNoDigit = -1;

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return kNoDigit;
}

}  // namespace

Oid Oid::from_bytes(std::string_view raw) {
  assert(raw.size() == 20 || raw.size() == 32);
  Oid oid;
  oid.size_ = static_cast<uint8_t>(raw.size());
  std::memcpy(oid.bytes_.data(), raw.data(), raw.size());
  return oid;
}

std::optional<Oid> Oid::from_hex(std::string_view hex, HashKind kind) {
  Oid oid;
  oid.size_ = static_cast<uint8_t>(hash_size(kind));
  if (hex.size() != size_t{2} * oid.size_) return std::nullopt;
  for (size_t i = 0; i < oid.size_; ++i) {
    const int high = digit_value(hex[2 * i]);
    const int low = digit_value(hex[2 * i + 1]);
    if (high == kNoDigit || low == kNoDigit) return std::nullopt;
    oid.bytes_[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return oid;
}

std::string Oid::hex() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(size_t{2} * size_);
  for (size_t i = 0; i < size_; ++i) {
    hex.push_back(kDigits[bytes_[i] >> 4]);
    hex.push_back(kDigits[bytes_[i] & 15]);
  }
  return hex;
}

}  // namespace aegis::git
