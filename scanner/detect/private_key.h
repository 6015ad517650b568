// What a private key in binary form says of itself: its kind, its size, whether it is sealed.
//
// The bytes may be anything: cut, changed, made up to do harm. Readers look at each byte a bounded
// number of times, take no length on trust and allocate nothing but the answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aegis {

struct PrivateKey {
  std::string form;       // "PKCS#8"
  std::string algorithm;  // "RSA", "ECDSA P-256"; empty when it cannot be told
  unsigned bits = 0;      // 0: cannot be told
  bool encrypted = false;
  bool on_token = false;  // the secret itself stays in a security key
  std::string cipher;     // "AES-256-CBC"; empty when it cannot be told
};

// A key as it stands between the lines of a PEM block: read_der_private_key or
// read_openssh_private_key, by its first bytes.
std::optional<PrivateKey> read_private_key(std::string_view bytes);

// PKCS#1, PKCS#8, SEC 1 and DSA keys. The bytes must be one key, to their end. Nothing for anything
// else, public keys and certificates too.
std::optional<PrivateKey> read_der_private_key(std::string_view bytes);

// The form that `ssh-keygen` writes (OpenSSH, PROTOCOL.key), its magic included.
std::optional<PrivateKey> read_openssh_private_key(std::string_view bytes);

// The public half of an SSH key (RFC 4253, 6.6), which private ones hold in clear: fills in
// algorithm, bits and whether it is on a token, as far as they can be told.
void read_ssh_public_key(std::string_view blob, PrivateKey& key);

// A transferable secret key of OpenPGP (RFC 9580, RFC 4880), as far as its first packet goes.
std::optional<PrivateKey> read_pgp_private_key(std::string_view bytes);

// "RSA private key, 2048 bits, not encrypted"
std::string in_words(const PrivateKey& key);

}  // namespace aegis
