#include "scanner/detect/private_key.h"

namespace aegis {

std::optional<PrivateKey> read_private_key(std::string_view bytes) {
  return bytes.starts_with("openssh-key-v1") ? read_openssh_private_key(bytes)
                                             : read_der_private_key(bytes);
}

std::string in_words(const PrivateKey& key) {
  std::string words = key.algorithm.empty() ? key.form : key.algorithm;
  words += words.empty() ? "private key" : " private key";
  if (key.bits > 0) words += ", " + std::to_string(key.bits) + " bits";
  if (key.on_token) words += ", bound to a security key";
  if (!key.encrypted) return words + ", not encrypted";
  words += ", encrypted with a passphrase";
  return key.cipher.empty() ? words : words + " (" + key.cipher + ')';
}

}  // namespace aegis
