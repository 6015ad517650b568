#include "scanner/git/oid.h"

#include <cassert>

namespace aegis::git {

namespace {

constexpr uint8_t kNoDigit = 0xff;

constexpr std::array<uint8_t, 256> make_digits() {
  std::array<uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (uint8_t i = 0; i < 10; ++i) digits[static_cast<size_t>('0' + i)] = i;
  for (uint8_t i = 0; i < 6; ++i) {
    digits[static_cast<size_t>('a' + i)] = digits[static_cast<size_t>('A' + i)] =
        static_cast<uint8_t>(10 + i);
  }
  return digits;
}
constexpr auto kDigits = make_digits();

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
  // No branch a digit: which digits they are cannot be predicted.
  unsigned seen = 0;
  for (size_t i = 0; i < oid.size_; ++i) {
    const unsigned high = kDigits[static_cast<unsigned char>(hex[2 * i])];
    const unsigned low = kDigits[static_cast<unsigned char>(hex[2 * i + 1])];
    seen |= high | low;
    oid.bytes_[i] = static_cast<uint8_t>(high << 4 | low);
  }
  if (seen > 15) return std::nullopt;
  return oid;
}

std::string Oid::hex() const {
  static constexpr char kLetters[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(size_t{2} * size_);
  for (size_t i = 0; i < size_; ++i) {
    hex.push_back(kLetters[bytes_[i] >> 4]);
    hex.push_back(kLetters[bytes_[i] & 15]);
  }
  return hex;
}

}  // namespace aegis::git
