// Tested by tests/unit/private_key_test.cc. PROTOCOL.key of OpenSSH, RFC 4251 and 4253, RFC 5656.
#include <algorithm>
#include <cstdint>

#include "scanner/base/char_set.h"
#include "scanner/detect/der.h"
#include "scanner/detect/private_key.h"

namespace aegis {

namespace {

constexpr std::string_view kMagic("openssh-key-v1\0", 15);

// Strings and numbers with their length before them (RFC 4251, 5).
class SshReader {
 public:
  explicit SshReader(std::string_view bytes) : rest_(bytes) {}

  std::optional<uint32_t> take_number() {
    if (rest_.size() < 4) return std::nullopt;
    uint32_t number = 0;
    for (size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(rest_[i]);
    rest_.remove_prefix(4);
    return number;
  }
  std::optional<std::string_view> take_string() {
    const auto length = take_number();
    if (!length || *length > rest_.size()) return std::nullopt;
    const std::string_view text = rest_.substr(0, *length);
    rest_.remove_prefix(*length);
    return text;
  }

 private:
  std::string_view rest_;
};

// "aes256-ctr": a name that may be shown.
bool is_name(std::string_view text) {
  constexpr CharSet kName = make_range_set("az09--@@..");
  return text.size() <= 64 &&
         std::all_of(text.begin(), text.end(), [&](char c) { return kName.contains(c); });
}

}  // namespace

void read_ssh_public_key(std::string_view blob, PrivateKey& key) {
  constexpr std::string_view kOnToken = "sk-";
  constexpr std::string_view kEcdsa = "ecdsa-sha2-nistp";
  SshReader reader(blob);
  const std::string_view type = reader.take_string().value_or("");
  key.on_token = type.starts_with(kOnToken);
  const std::string_view kind = type.substr(key.on_token ? kOnToken.size() : 0);
  if (kind.starts_with("ssh-rsa")) {
    key.algorithm = "RSA";
    reader.take_string();  // the exponent
    key.bits = bits_of(reader.take_string().value_or(""));
  } else if (kind.starts_with("ssh-dss")) {
    key.algorithm = "DSA";
    key.bits = bits_of(reader.take_string().value_or(""));
  } else if (kind.starts_with("ssh-ed25519")) {
    key.algorithm = "Ed25519";
    key.bits = 256;
  } else if (kind.starts_with("ssh-ed448")) {
    key.algorithm = "Ed448";
    key.bits = 456;
  }
  for (const unsigned bits : {256U, 384U, 521U}) {
    if (!kind.starts_with(kEcdsa) || !kind.substr(kEcdsa.size()).starts_with(std::to_string(bits)))
      continue;
    key.algorithm = "ECDSA P-" + std::to_string(bits);
    key.bits = bits;
  }
}

std::optional<PrivateKey> read_openssh_private_key(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return std::nullopt;
  SshReader reader(bytes.substr(kMagic.size()));
  const auto cipher = reader.take_string();
  const auto derivation = reader.take_string();
  const auto options = reader.take_string();
  const auto count = reader.take_number();
  const auto public_key = reader.take_string();
  const auto secret = reader.take_string();
  if (!cipher || !derivation || !options || !count || !public_key || !secret) return std::nullopt;
  if (!is_name(*cipher)) return std::nullopt;
  PrivateKey key;
  key.form = "OpenSSH";
  key.encrypted = *cipher != "none";
  if (key.encrypted) key.cipher = *cipher;
  read_ssh_public_key(*public_key, key);
  return key;
}

}  // namespace aegis
