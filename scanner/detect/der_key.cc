// Tested by tests/unit/private_key_test.cc. RFC 8017 (PKCS#1), RFC 5208 and 5958 (PKCS#8), RFC 5915
// (SEC 1), RFC 8018 (how PKCS#8 is encrypted).
#include "scanner/detect/der.h"
#include "scanner/detect/key_objects.h"
#include "scanner/detect/private_key.h"

namespace aegis {

namespace {

using namespace std::literals;

constexpr std::string_view kPkcs5 = "\x2a\x86\x48\x86\xf7\x0d\x01\x05"sv;
constexpr std::string_view kPbes2 = "\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d"sv;
constexpr std::string_view kPkcs12Pbe = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01"sv;

// { n, e, d, p, q, ... } of RSA, or { p, q, g, y, x } of DSA, the version before them passed over.
std::optional<PrivateKey> read_numbers(DerReader numbers) {
  const auto first = numbers.take(kDerInteger);
  size_t more = 0;
  while (numbers.take(kDerInteger)) ++more;
  const bool is_dsa = more == 4 && numbers.at_end();
  if (!first || (!is_dsa && more < 7)) return std::nullopt;
  PrivateKey key;
  key.form = is_dsa ? "DSA" : "PKCS#1";
  key.algorithm = is_dsa ? "DSA" : "RSA";
  key.bits = bits_of(*first);
  return key;
}

void set_curve(std::string_view id, PrivateKey& key) {
  const KeyObject curve = key_curve(id);
  key.algorithm = "ECDSA";
  if (curve.name.empty()) return;
  key.algorithm.append(1, ' ').append(curve.name);
  key.bits = curve.bits;
}

// { privateKey, [0] curve, [1] publicKey }
std::optional<PrivateKey> read_sec1(DerReader rest) {
  if (!rest.take(kDerOctets)) return std::nullopt;
  PrivateKey key;
  key.form = "SEC 1";
  DerReader parameters(rest.take(kDerContext0).value_or(""));
  set_curve(parameters.take(kDerObject).value_or(""), key);
  return key;
}

// { SEQUENCE { algorithm, parameters }, OCTET STRING, ... }
std::optional<PrivateKey> read_pkcs8(DerReader rest) {
  DerReader algorithm(rest.take(kDerSequence).value_or(""));
  const auto id = algorithm.take(kDerObject);
  const auto secret = rest.take(kDerOctets);
  if (!id || !secret) return std::nullopt;
  PrivateKey key;
  key.form = "PKCS#8";
  const KeyObject known = key_algorithm(*id);
  key.algorithm = known.name;
  key.bits = known.bits;
  if (known.name == "ECDSA") {
    set_curve(algorithm.take(kDerObject).value_or(""), key);
  } else if (known.name.starts_with("RSA")) {
    DerReader inner(DerReader(*secret).take(kDerSequence).value_or(""));
    inner.take(kDerInteger);  // its version
    if (const auto numbers = read_numbers(inner)) key.bits = numbers->bits;
  } else if (known.bits == 0) {  // those whose modulus is a parameter
    DerReader parameters(algorithm.take(kDerSequence).value_or(""));
    key.bits = bits_of(parameters.take(kDerInteger).value_or(""));
  }
  return key;
}

// { SEQUENCE { scheme, parameters }, OCTET STRING }
std::optional<PrivateKey> read_encrypted_pkcs8(DerReader rest) {
  DerReader scheme(rest.take(kDerSequence).value_or(""));
  const auto id = scheme.take(kDerObject);
  if (!id || !rest.take(kDerOctets) || !rest.at_end()) return std::nullopt;
  if (!id->starts_with(kPkcs5) && !id->starts_with(kPkcs12Pbe)) return std::nullopt;
  PrivateKey key;
  key.form = "PKCS#8";
  key.encrypted = true;
  if (*id == kPbes2) {
    DerReader parameters(scheme.take(kDerSequence).value_or(""));
    parameters.take(kDerSequence);  // how the passphrase becomes a key
    DerReader cipher(parameters.take(kDerSequence).value_or(""));
    key.cipher = key_cipher(cipher.take(kDerObject).value_or("")).name;
  }
  return key;
}

}  // namespace

std::optional<PrivateKey> read_der_private_key(std::string_view bytes) {
  DerReader outer(bytes);
  const auto contents = outer.take(kDerSequence);
  if (!contents || !outer.at_end()) return std::nullopt;
  DerReader reader(*contents);
  if (reader.is_at(kDerSequence)) return read_encrypted_pkcs8(reader);
  const auto version = reader.take(kDerInteger);
  if (!version || version->size() != 1) return std::nullopt;
  if (reader.is_at(kDerInteger)) return read_numbers(reader);
  if (reader.is_at(kDerOctets)) return read_sec1(reader);
  if (reader.is_at(kDerSequence)) return read_pkcs8(reader);
  return std::nullopt;
}

}  // namespace aegis
