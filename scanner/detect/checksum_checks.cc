// Tested by tests/unit/checks_test.cc.
#include "scanner/detect/checksum_checks.h"

#include <cstddef>
#include <string>

#include "scanner/base/sha.h"
#include "scanner/rule/checksum.h"

namespace aegis {

CheckResult check_age(std::string_view token) {
  return proven_by_checksum(bech32_is_valid(token), Verdict::kDoubted);
}

CheckResult check_confluent(std::string_view token) {
  if (token.size() < 11) return {};
  const std::string_view body = token.substr(4, token.size() - 10);
  const uint32_t crc = crc32(body);
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>(crc >> (8 * i));
  return proven_by_checksum(encode_base64(bytes).substr(0, 6) == token.substr(token.size() - 6),
                            Verdict::kUnproven);
}

// The last six characters are the CRC-32 of what stands between the prefix and them. Of refresh
// tokens of 76 characters that is so; of those that are shorter, and of installation tokens, it is
// not known to be.
CheckResult check_github_crc32(std::string_view token) {
  constexpr size_t kPrefix = 4;
  constexpr size_t kTail = 6;
  constexpr size_t kLong = kPrefix + 76;
  if (token.size() < kPrefix + kTail) return {};
  const std::string_view body = token.substr(kPrefix, token.size() - kPrefix - kTail);
  const bool is_long_refresh = token.starts_with("ghr_") && token.size() == kLong;
  return proven_by_checksum(crc32_base62(body) == token.substr(token.size() - kTail),
                            is_long_refresh ? Verdict::kUnsure : Verdict::kUnproven);
}

CheckResult check_github_fine_grained(std::string_view token) {
  if (token.size() < 17) return {};
  const auto digest = sha256(token.substr(0, token.size() - 16));
  const std::string text =
      encode_base32(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
  return proven_by_checksum(token.substr(token.size() - 16, 8) == text.substr(0, 8),
                            Verdict::kUnproven);
}

CheckResult check_gitlab_routable(std::string_view token) {
  if (token.size() < 8) return {Verdict::kRefuted};
  const size_t body = token.size() - 7;
  return proven_by_checksum(crc32_base36(token.substr(0, body)) == token.substr(body),
                            Verdict::kDisproved);
}

CheckResult check_grafana_crc32(std::string_view token) {
  const size_t bar = token.rfind('_');
  if (bar == std::string_view::npos) return {Verdict::kRefuted};
  return proven_by_checksum(crc32_hex_little_endian(token.substr(0, bar)) == token.substr(bar + 1),
                            Verdict::kDisproved);
}

CheckResult check_hex_crc32(std::string_view token) {
  if (token.size() < 9) return {};
  std::string_view body = token.substr(0, token.size() - 8);
  const std::string_view tail = token.substr(token.size() - 8);
  const size_t bar = body.find('_');
  const std::string_view bare = bar == std::string_view::npos ? body : body.substr(bar + 1);
  const std::string_view trimmed = bare.ends_with('_') ? bare.substr(0, bare.size() - 1) : bare;
  return proven_by_checksum(crc32_hex(trimmed) == tail || crc32_hex(body) == tail,
                            Verdict::kUnproven);
}

// Base32 of the kind of key, the key and a CRC-16 of both.
// https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth
CheckResult check_nkey(std::string_view token) {
  const auto bytes = decode_base32(token);
  if (!bytes || bytes->size() < 4) return {Verdict::kUnlike};
  const std::string_view body = std::string_view(*bytes).substr(0, bytes->size() - 2);
  const auto tail = [&](size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>((*bytes)[body.size() + i]));
  };
  return proven_by_checksum(crc16_xmodem(body) == (tail(0) | tail(1) << 8), Verdict::kUnlike);
}

}  // namespace aegis
