// Private keys that open nothing: right in form, their numbers random.
#pragma once

#include <string>
#include <vector>

#include "scanner/rule/sample.h"

namespace aegis {

std::string random_bytes(size_t count, SampleRandom& random);

// One DER element.
std::string der(char tag, const std::string& content);
std::string der_integer(size_t bytes, SampleRandom& random);  // its uppermost bit is set

std::string pkcs1_key(size_t modulus_bytes, SampleRandom& random);
std::string dsa_key(size_t modulus_bytes, SampleRandom& random);
std::string sec1_key(const std::string& curve, SampleRandom& random);
// `algorithm` is an object identifier's contents, `parameters` an element, `secret` any bytes.
std::string pkcs8_key(const std::string& algorithm, const std::string& parameters,
                      const std::string& secret);
std::string encrypted_pkcs8_key(SampleRandom& random);  // AES-256-CBC

// A string of SSH's: its length before it.
std::string ssh_string(const std::string& text);
std::string ssh_rsa_public_key(size_t modulus_bytes, SampleRandom& random);
std::string openssh_key(const std::string& cipher, const std::string& public_key,
                        SampleRandom& random);

enum class Sealed { kNo, kYes };
std::string pgp_rsa_key(size_t modulus_bytes, Sealed sealed, SampleRandom& random);

// Base64 in lines of 64 characters.
std::string wrapped(const std::string& bytes, const std::string& between = "\n");
// Between the two lines of a PEM block.
std::string framed(const std::string& label, const std::string& body,
                   const std::string& between = "\n");

// "PRIVATE KEY": no whole label stands in a source of this repository.
extern const std::string kPrivateKeyLabel;

// Object identifiers' contents.
extern const std::string kRsaId;
extern const std::string kEcId;
extern const std::string kEd25519Id;
extern const std::string kP256Id;

}  // namespace aegis
