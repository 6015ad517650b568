// Tested by tests/unit/checks_test.cc.
#include "scanner/detect/vault_check.h"

#include <algorithm>
#include <cstdint>

#include "scanner/detect/packets.h"
#include "scanner/rule/checksum.h"

namespace aegis {

namespace {

// Protocol buffers: a version, a signature of 32 bytes, what is signed.
bool is_signed_token(std::string_view bytes) {
  constexpr uint64_t kVersion = 1 << 3;
  constexpr uint64_t kSignature = 2 << 3 | 2;
  constexpr uint64_t kToken = 3 << 3 | 2;
  constexpr size_t kSignatureSize = 32;
  Packets packets(bytes);
  if (packets.take_number() != kVersion || !packets.take_number()) return false;
  if (packets.take_number() != kSignature) return false;
  const auto signature = packets.take_field();
  if (!signature || signature->size() != kSignatureSize) return false;
  return packets.take_number() == kToken && packets.take_field() && packets.at_end();
}

// What Vault encrypts: the number of the key, a version, then a nonce and the ciphertext with its
// tag.
bool is_sealed_token(std::string_view bytes) {
  constexpr size_t kTerm = 4;
  constexpr size_t kLeast = kTerm + 1 + 12 + 16;
  if (bytes.size() <= kLeast || bytes[0] != 0 || bytes[1] != 0) return false;
  const char version = bytes[kTerm];
  return version == 1 || version == 2;
}

}  // namespace

// Root tokens of development servers and those of recovery are random characters: nothing can be
// said of what is neither.
CheckResult check_vault(std::string_view token) {
  constexpr size_t kPrefix = 4;
  const auto bytes = decode_base64(token.substr(std::min(kPrefix, token.size())));
  if (!bytes) return {};
  const bool right = token.starts_with("hvb.") ? is_sealed_token(*bytes) : is_signed_token(*bytes);
  return {right ? Verdict::kProven : Verdict::kUnproven};
}

}  // namespace aegis
