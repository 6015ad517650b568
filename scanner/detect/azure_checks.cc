// Tested by tests/unit/checks_test.cc.
#include "scanner/detect/azure_checks.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "scanner/base/char_set.h"
#include "scanner/rule/checksum.h"

namespace aegis {

namespace {

// Eight characters as a number, the first one uppermost.
constexpr uint64_t seed_of_name(std::string_view name) {
  uint64_t seed = 0;
  for (const char c : name) seed = seed << 8 | static_cast<unsigned char>(c);
  return seed;
}

// What each service, and each kind of its keys, seeds its checksum with.
constexpr std::string_view kSeeds[] = {
    "Default0", "Tenant00", "IoTHub00", "Gatewy00", "GitKey00", "SysAll00", "Resour00",
    "MastRO00", "SystRO00", "Encryp00", "MastRW00", "SystRW00", "ACRDflt0", "System00",
    "Unknown0", "Send0000", "Manage00", "Listen00", "AbAcct00", "Master00", "Functi00",
    "Access00", "Query000", "PAdmin00", "Classic0", "UsrPwd00", "DpsKey00", "Device00"};

}  // namespace

// The last four bytes are the Marvin32 of the others. Some services exchange characters of the
// checksum, so a wrong one is no proof of the contrary.
CheckResult check_azure_identifiable(std::string_view token) {
  const auto bytes = decode_base64(token);
  if (!bytes || bytes->size() < 8) return {};
  const std::string_view all = *bytes;
  const std::string_view body = all.substr(0, all.size() - 4);
  uint32_t stored = 0;
  for (size_t i = 0; i < 4; ++i) {
    stored |= static_cast<uint32_t>(static_cast<unsigned char>(all[body.size() + i])) << (8 * i);
  }
  for (const std::string_view name : kSeeds) {
    if (marvin32(body, seed_of_name(name)) == stored) return {Verdict::kProven, true};
  }
  return {Verdict::kUnsure};
}

// The characters from the 80th on spell the Marvin32 of the 60 bytes before them in base64, where a
// letter stands for each `+` and `/`. https://github.com/microsoft/security-utilities
CheckResult check_azure_cask(std::string_view token) {
  constexpr size_t kBody = 80;
  const uint64_t seed = seed_of_name("Default0");
  if (token.size() < kBody + 4) return {};
  const auto body = decode_base64(token.substr(0, kBody));
  if (!body) return {};
  const uint32_t sum = marvin32(*body, seed);
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>(sum >> (8 * i));
  const std::string wanted = encode_base64(bytes);
  const std::string_view tail = token.substr(kBody);
  const size_t told = tail.size() >= 6 ? 6 : 4;
  for (size_t i = 0; i < told; ++i) {
    const bool any = wanted[i] == '+' || wanted[i] == '/';
    if (any ? !kAlpha.contains(tail[i]) : wanted[i] != tail[i]) return {};
  }
  return {Verdict::kProven, true};
}

// The form with 8Q~ ends in a checksum; the one with 7Q~ has none.
CheckResult check_entra_secret(std::string_view token) {
  constexpr size_t kLength = 40;
  constexpr size_t kBody = kLength - 3;
  if (token.size() != kLength || token.substr(3, 3) != "8Q~") return {};
  return proven_by_checksum(marvin32_entra(token.substr(0, kBody)) == token.substr(kBody),
                            Verdict::kUnsure);
}

}  // namespace aegis
