// Tested by tests/unit/checks_test.cc.
#include "scanner/detect/checks.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "scanner/base/char_set.h"
#include "scanner/base/json.h"
#include "scanner/base/sha.h"
#include "scanner/rule/checksum.h"

namespace aegis {

namespace {

CheckResult proven_by_checksum(bool good, Verdict otherwise) {
  if (!good) return {otherwise, false, {}};
  return {Verdict::kProven, true, {}};
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

// A JSON text as a value of its own; nothing when it is not an object.
std::optional<Json> json_object(std::string_view text) {
  Json value = Json::parse(text.begin(), text.end(), nullptr, false);
  if (!value.is_object()) return std::nullopt;
  return value;
}

// Only a header that says how the token is signed makes it a JWT; the payload may be compressed or
// encrypted.
CheckResult check_jwt(std::string_view token) {
  const size_t dot = token.find('.');
  const auto header = decode_base64(token.substr(0, dot));
  const auto object = header ? json_object(*header) : std::nullopt;
  if (!object || !object->contains("alg")) return {Verdict::kRefuted, false, {}};
  const std::string_view rest = token.substr(std::min(dot + 1, token.size()));
  const auto payload = decode_base64(rest.substr(0, rest.find('.')));
  const auto claims = payload ? json_object(*payload) : std::nullopt;
  CheckResult result{Verdict::kProven, false, {}};
  if (!claims) return result;
  if (const auto exp = claims->find("exp"); exp != claims->end() && exp->is_number_integer()) {
    result.detail = "expires at Unix time " + std::to_string(exp->get<int64_t>());
  }
  if (const auto role = claims->find("role"); role != claims->end() && role->is_string()) {
    const auto& name = role->get_ref<const std::string&>();
    if (name == "anon" || name == "service_role") result.detail = "role " + name;
  }
  return result;
}

// The first part is a user id in decimal, base64; its upper bits are milliseconds since 2015.
CheckResult check_discord(std::string_view token) {
  const auto id = decode_base64(token.substr(0, token.find('.')));
  if (!id || id->size() < 17 || id->size() > 20) return {Verdict::kRefuted, false, {}};
  uint64_t snowflake = 0;
  const auto [stop, problem] = std::from_chars(id->data(), id->data() + id->size(), snowflake);
  if (problem != std::errc{} || stop != id->data() + id->size())
    return {Verdict::kRefuted, false, {}};
  const uint64_t unix_ms = (snowflake >> 22) + 1420070400000;
  constexpr uint64_t kYear2050 = 2524608000000;
  if (unix_ms > kYear2050) return {Verdict::kRefuted, false, {}};
  return {Verdict::kProven, false, "bot user " + *id};
}

// The account number stands in bits 7 to 46 of the decoded id, in keys made since 2019.
// https://awsteele.com/blog/2020/09/26/aws-access-key-format.html
CheckResult check_aws_key_id(std::string_view token) {
  const auto bytes = decode_base32(token.substr(std::min<size_t>(4, token.size())));
  if (!bytes || bytes->size() < 6) return {};
  uint64_t value = 0;
  for (size_t i = 0; i < 6; ++i) value = value << 8 | static_cast<unsigned char>((*bytes)[i]);
  const std::string account = std::to_string((value & 0x7fffffffff80) >> 7);
  if (account.size() > 12) return {};
  return {Verdict::kUnproven, false,
          "AWS account " + std::string(12 - account.size(), '0') + account};
}

CheckResult check_github_fine_grained(std::string_view token) {
  if (token.size() < 17) return {};
  const auto digest = sha256(token.substr(0, token.size() - 16));
  const std::string text =
      encode_base32(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
  return proven_by_checksum(token.substr(token.size() - 16, 8) == text.substr(0, 8),
                            Verdict::kUnproven);
}

CheckResult check_grafana(std::string_view token) {
  const size_t bar = token.rfind('_');
  if (bar == std::string_view::npos) return {Verdict::kRefuted, false, {}};
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

CheckResult check_gitlab_routable(std::string_view token) {
  if (token.size() < 8) return {Verdict::kRefuted, false, {}};
  const size_t body = token.size() - 7;
  return proven_by_checksum(crc32_base36(token.substr(0, body)) == token.substr(body),
                            Verdict::kDisproved);
}

// The last four bytes are the Marvin32 of the others, seeded by the service and the version of the
// key. https://github.com/microsoft/security-utilities (IdentifiableMetadata)
CheckResult check_azure(std::string_view token) {
  constexpr std::string_view kSeeds[] = {"Default0", "Tenant00", "IoTHub00", "Gateway0", "GitKey00",
                                         "SysAll00", "Resour00", "MastRO00", "SystRO00", "Encryp00",
                                         "MastRW00", "SystRW00", "ACRDflt0"};
  const auto bytes = decode_base64(token);
  if (!bytes || bytes->size() < 8) return {};
  const std::string_view all = *bytes;
  const std::string_view body = all.substr(0, all.size() - 4);
  uint32_t stored = 0;
  for (size_t i = 0; i < 4; ++i) {
    stored |= static_cast<uint32_t>(static_cast<unsigned char>(all[body.size() + i])) << (8 * i);
  }
  for (const std::string_view name : kSeeds) {
    uint64_t seed = 0;
    for (const char c : name) seed = seed << 8 | static_cast<unsigned char>(c);
    if (marvin32(body, seed) == stored) return {Verdict::kProven, true, {}};
  }
  return {};
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

// A macaroon, version 2, base64url: 0x02, then packets, the first of which is the location.
CheckResult check_pypi(std::string_view token) {
  const auto bytes = decode_base64(token.substr(std::min<size_t>(5, token.size())));
  if (!bytes || bytes->size() < 3) return {Verdict::kRefuted, false, {}};
  const auto length = static_cast<size_t>(static_cast<unsigned char>((*bytes)[2]));
  if ((*bytes)[0] != 2 || (*bytes)[1] != 1 || bytes->size() < 3 + length) {
    return {Verdict::kRefuted, false, {}};
  }
  const std::string location = bytes->substr(3, length);
  if (!is_printable(location)) return {Verdict::kRefuted, false, {}};
  return {Verdict::kProven, false, "for " + location};
}

// Base32 of the kind of key, the key and a CRC-16 of both.
// https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth
CheckResult check_nkey(std::string_view token) {
  const auto bytes = decode_base32(token);
  if (!bytes || bytes->size() < 4) return {Verdict::kUnlike, false, {}};
  const std::string_view body = std::string_view(*bytes).substr(0, bytes->size() - 2);
  const auto tail = [&](size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>((*bytes)[body.size() + i]));
  };
  return proven_by_checksum(crc16_xmodem(body) == (tail(0) | tail(1) << 8), Verdict::kUnlike);
}

// The characters from the 80th on spell the Marvin32 of the 60 bytes before them in base64, where a
// letter stands for each `+` and `/`. https://github.com/microsoft/security-utilities
CheckResult check_azure_cask(std::string_view token) {
  constexpr size_t kBody = 80;
  constexpr uint64_t kSeed = 0x44656661756c7430;  // "Default0"
  if (token.size() < kBody + 4) return {};
  const auto body = decode_base64(token.substr(0, kBody));
  if (!body) return {};
  const uint32_t sum = marvin32(*body, kSeed);
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>(sum >> (8 * i));
  const std::string wanted = encode_base64(bytes);
  const std::string_view tail = token.substr(kBody);
  const size_t told = tail.size() >= 6 ? 6 : 4;
  for (size_t i = 0; i < told; ++i) {
    const bool any = wanted[i] == '+' || wanted[i] == '/';
    if (any ? !kAlpha.contains(tail[i]) : wanted[i] != tail[i]) return {};
  }
  return {Verdict::kProven, true, {}};
}

CheckResult check_service_account(std::string_view around) {
  const bool all = around.find("private_key_id") != std::string_view::npos &&
                   around.find("client_email") != std::string_view::npos;
  return {all ? Verdict::kProven : Verdict::kUnproven, false, {}};
}

CheckResult check_basic(std::string_view token) {
  const auto text = decode_base64(token);
  if (!text || !is_printable(*text)) return {Verdict::kRefuted, false, {}};
  const size_t colon = text->find(':');
  if (colon == std::string::npos || colon + 1 >= text->size())
    return {Verdict::kRefuted, false, {}};
  return {Verdict::kProven, false, {}};
}

}  // namespace

CheckResult run_check(Check check, std::string_view token, std::string_view around) {
  switch (check) {
    case Check::kNone:
      return {};
    case Check::kJwt:
      return check_jwt(token);
    case Check::kDiscordBot:
      return check_discord(token);
    case Check::kAwsKeyId:
      return check_aws_key_id(token);
    case Check::kGithubFineGrained:
      return check_github_fine_grained(token);
    case Check::kGrafanaCrc32:
      return check_grafana(token);
    case Check::kGitlabRoutable:
      return check_gitlab_routable(token);
    case Check::kAzureIdentifiable:
      return check_azure(token);
    case Check::kConfluentCrc32:
      return check_confluent(token);
    case Check::kHexCrc32:
      return check_hex_crc32(token);
    case Check::kPypiMacaroon:
      return check_pypi(token);
    case Check::kAgeBech32:
      return proven_by_checksum(bech32_is_valid(token), Verdict::kDoubted);
    case Check::kGoogleServiceAccount:
      return check_service_account(around);
    case Check::kBasicCredentials:
      return check_basic(token);
    case Check::kNkey:
      return check_nkey(token);
    case Check::kAzureCask:
      return check_azure_cask(token);
    case Check::kEntraSecret:
      return {};
  }
  return {};
}

}  // namespace aegis
