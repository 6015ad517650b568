#include "tests/support/key_samples.h"

#include "scanner/rule/checksum.h"

namespace aegis {

const std::string kPrivateKeyLabel = "PRIVATE KEY";
const std::string kRsaId("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01");
const std::string kEcId("\x2a\x86\x48\xce\x3d\x02\x01");
const std::string kEd25519Id("\x2b\x65\x70");
const std::string kP256Id("\x2a\x86\x48\xce\x3d\x03\x01\x07");

namespace {

const std::string kZero(1, '\0');

std::string big_endian(size_t number, size_t width) {
  std::string bytes;
  for (size_t i = width; i-- > 0;) bytes += static_cast<char>(number >> (8 * i));
  return bytes;
}

// With its uppermost bit set.
std::string number_of(size_t bytes, SampleRandom& random) {
  std::string number = random_bytes(bytes, random);
  number.front() = static_cast<char>(number.front() | '\x80');
  return number;
}

std::string mpi(size_t bytes, SampleRandom& random) {
  return big_endian(8 * bytes, 2) + number_of(bytes, random);
}

}  // namespace

std::string random_bytes(size_t count, SampleRandom& random) {
  std::string bytes;
  for (size_t i = 0; i < count; ++i) bytes += static_cast<char>(random.below(256));
  return bytes;
}

std::string der(char tag, const std::string& content) {
  std::string length;
  if (content.size() < 0x80) {
    length = big_endian(content.size(), 1);
  } else {
    length = '\x82' + big_endian(content.size(), 2);
  }
  return tag + length + content;
}

std::string der_integer(size_t bytes, SampleRandom& random) {
  return der('\x02', kZero + number_of(bytes, random));
}

std::string pkcs1_key(size_t modulus_bytes, SampleRandom& random) {
  std::string numbers = der('\x02', kZero) + der_integer(modulus_bytes, random) +
                        der('\x02', "\x01" + kZero + "\x01") + der_integer(modulus_bytes, random);
  for (int i = 0; i < 5; ++i) numbers += der_integer(modulus_bytes / 2, random);
  return der('\x30', numbers);
}

std::string dsa_key(size_t modulus_bytes, SampleRandom& random) {
  std::string numbers = der('\x02', kZero) + der_integer(modulus_bytes, random);
  for (const size_t bytes : {size_t{20}, modulus_bytes, modulus_bytes, size_t{20}})
    numbers += der_integer(bytes, random);
  return der('\x30', numbers);
}

std::string sec1_key(const std::string& curve, SampleRandom& random) {
  const std::string parameters = curve.empty() ? "" : der('\xa0', der('\x06', curve));
  return der('\x30', der('\x02', "\x01") + der('\x04', random_bytes(32, random)) + parameters);
}

std::string pkcs8_key(const std::string& algorithm, const std::string& parameters,
                      const std::string& secret) {
  return der('\x30', der('\x02', kZero) + der('\x30', der('\x06', algorithm) + parameters) +
                         der('\x04', secret));
}

std::string encrypted_pkcs8_key(SampleRandom& random) {
  const std::string pbes2("\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d");
  const std::string pbkdf2("\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c");
  const std::string aes256("\x60\x86\x48\x01\x65\x03\x04\x01\x2a");
  const std::string derivation = der(
      '\x30', der('\x06', pbkdf2) +
                  der('\x30', der('\x04', random_bytes(8, random)) + der('\x02', "\x08" + kZero)));
  const std::string cipher =
      der('\x30', der('\x06', aes256) + der('\x04', random_bytes(16, random)));
  return der('\x30', der('\x30', der('\x06', pbes2) + der('\x30', derivation + cipher)) +
                         der('\x04', random_bytes(640, random)));
}

std::string ssh_string(const std::string& text) {
  return big_endian(text.size(), 4) + text;
}

std::string ssh_rsa_public_key(size_t modulus_bytes, SampleRandom& random) {
  return ssh_string("ssh-rsa") + ssh_string("\x01" + kZero + "\x01") +
         ssh_string(kZero + number_of(modulus_bytes, random));
}

std::string openssh_key(const std::string& cipher, const std::string& public_key,
                        SampleRandom& random) {
  return std::string("openssh-key-v1") + '\0' + ssh_string(cipher) +
         ssh_string(cipher == "none" ? "none" : "bcrypt") + ssh_string("") + big_endian(1, 4) +
         ssh_string(public_key) + ssh_string(random_bytes(200, random));
}

std::string pgp_rsa_key(size_t modulus_bytes, Sealed sealed, SampleRandom& random) {
  const std::string made = random_bytes(4, random);
  std::string body = "\x04" + made + "\x01" + mpi(modulus_bytes, random) + big_endian(17, 2) +
                     "\x01" + kZero + "\x01";
  if (sealed == Sealed::kYes) {
    body += "\xfe\x07\x03\x08" + random_bytes(9 + 16 + 2 * modulus_bytes, random);
  } else {
    body += kZero + mpi(modulus_bytes, random) + mpi(modulus_bytes / 2, random) +
            mpi(modulus_bytes / 2, random) + mpi(modulus_bytes / 2, random) +
            random_bytes(2, random);
  }
  return '\x95' + big_endian(body.size(), 2) + body;  // a secret key, its length in two bytes
}

std::string wrapped(const std::string& bytes, const std::string& between) {
  const std::string text = encode_base64(bytes);
  std::string lines;
  for (size_t at = 0; at < text.size(); at += 64) lines += text.substr(at, 64) + between;
  return lines;
}

std::string framed(const std::string& label, const std::string& body, const std::string& between) {
  return "-----BEGIN " + label + "-----" + between + body + "-----END " + label + "-----";
}

}  // namespace aegis
