#include "scanner/detect/private_key.h"

#include <catch2/catch.hpp>
#include <string>

#include "scanner/detect/der.h"
#include "tests/support/key_samples.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

std::string said(const std::string& bytes) {
  const auto key = read_private_key(bytes);
  return key ? in_words(*key) : "none";
}

std::string pgp_said(const std::string& bytes) {
  const auto key = read_pgp_private_key(bytes);
  return key ? in_words(*key) : "none";
}

std::string ssh_public_key(const std::string& type) {
  return ssh_string(type) + ssh_string("public");
}

const std::string kNull("\x05\x00", 2);

// One key of every form.
std::vector<std::string> keys_of_all_forms(SampleRandom& random) {
  return {pkcs1_key(128, random),
          dsa_key(128, random),
          sec1_key(kP256Id, random),
          pkcs8_key(kRsaId, kNull, pkcs1_key(128, random)),
          pkcs8_key(kEcId, der('\x06', kP256Id), sec1_key("", random)),
          pkcs8_key(kEd25519Id, "", der('\x04', random_bytes(32, random))),
          encrypted_pkcs8_key(random),
          openssh_key("none", ssh_rsa_public_key(256, random), random),
          openssh_key("aes256-ctr", ssh_public_key("ssh-ed25519"), random),
          pgp_rsa_key(128, Sealed::kNo, random),
          pgp_rsa_key(128, Sealed::kYes, random)};
}

}  // namespace

TEST_CASE("A key in DER says its kind, its size and whether it is encrypted") {
  SampleRandom random(test_seed());
  CHECK(said(pkcs1_key(256, random)) == "RSA private key, 2048 bits, not encrypted");
  CHECK(said(dsa_key(128, random)) == "DSA private key, 1024 bits, not encrypted");
  CHECK(said(sec1_key(kP256Id, random)) == "ECDSA P-256 private key, 256 bits, not encrypted");
  CHECK(said(sec1_key("", random)) == "ECDSA private key, not encrypted");
  CHECK(said(pkcs8_key(kRsaId, kNull, pkcs1_key(512, random))) ==
        "RSA private key, 4096 bits, not encrypted");
  CHECK(said(pkcs8_key(kRsaId, kNull, "not a key")) == "RSA private key, not encrypted");
  CHECK(said(pkcs8_key(kEcId, der('\x06', kP256Id), "x")) ==
        "ECDSA P-256 private key, 256 bits, not encrypted");
  CHECK(said(pkcs8_key(kEd25519Id, "", "x")) == "Ed25519 private key, 256 bits, not encrypted");
  CHECK(said(pkcs8_key("\x2a\x03", "", "x")) == "PKCS#8 private key, not encrypted");
  CHECK(said(encrypted_pkcs8_key(random)) ==
        "PKCS#8 private key, encrypted with a passphrase (AES-256-CBC)");
}

TEST_CASE("A key of OpenSSH's says the same, from its public half") {
  SampleRandom random(test_seed());
  CHECK(said(openssh_key("none", ssh_rsa_public_key(384, random), random)) ==
        "RSA private key, 3072 bits, not encrypted");
  CHECK(said(openssh_key("aes256-ctr", ssh_public_key("ssh-ed25519"), random)) ==
        "Ed25519 private key, 256 bits, encrypted with a passphrase (aes256-ctr)");
  CHECK(said(openssh_key("none", ssh_public_key("ecdsa-sha2-nistp521"), random)) ==
        "ECDSA P-521 private key, 521 bits, not encrypted");
  CHECK(said(openssh_key("none", ssh_public_key("sk-ssh-ed25519@openssh.com"), random)) ==
        "Ed25519 private key, 256 bits, bound to a security key, not encrypted");
  CHECK(said(openssh_key("none", ssh_public_key("ssh-unknown"), random)) ==
        "OpenSSH private key, not encrypted");
  CHECK(said(openssh_key("no name\n", ssh_public_key("ssh-rsa"), random)) == "none");
}

TEST_CASE("A key of OpenPGP's says the same") {
  SampleRandom random(test_seed());
  CHECK(pgp_said(pgp_rsa_key(256, Sealed::kNo, random)) ==
        "RSA private key, 2048 bits, not encrypted");
  CHECK(pgp_said(pgp_rsa_key(384, Sealed::kYes, random)) ==
        "RSA private key, 3072 bits, encrypted with a passphrase");
  // A public key: another packet.
  std::string other = pgp_rsa_key(256, Sealed::kNo, random);
  other[0] = '\x99';
  CHECK(pgp_said(other) == "none");
}

TEST_CASE("What is no private key is none") {
  SampleRandom random(test_seed());
  const std::string key = pkcs1_key(128, random);
  CHECK(said("") == "none");
  CHECK(said("openssh-key-v1") == "none");
  CHECK(said(key + "x") == "none");
  CHECK(said(key.substr(0, key.size() - 1)) == "none");
  // A public key and a certificate begin with another SEQUENCE; a PKCS#12 store has version 3.
  CHECK(said(der('\x30', der('\x30', der('\x06', kRsaId)) + der('\x03', key))) == "none");
  CHECK(said(der('\x30', der_integer(256, random) + der('\x02', "\x01"))) == "none");
  // A length that is longer than what there is, in one byte, in four, and without end.
  CHECK(said("\x30\x7f\x02\x01") == "none");
  CHECK(said("\x30\x84\xff\xff\xff\xff\x02\x01") == "none");
  CHECK(said("\x30\x80\x02\x01") == "none");
}

TEST_CASE("Bits of a number are counted from its first that is set") {
  CHECK(bits_of("") == 0);
  CHECK(bits_of(std::string("\0\0", 2)) == 0);
  CHECK(bits_of("\x01") == 1);
  CHECK(bits_of(std::string("\0\x80\x00", 3)) == 16);
}

TEST_CASE("Readers of keys take keys that are cut and keys that are changed") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  for (const std::string& key : keys_of_all_forms(random)) {
    REQUIRE((said(key) != "none" || pgp_said(key) != "none"));
    for (size_t size = 0; size < key.size(); ++size) {
      // A copy of just that size, so that a sanitizer sees a read beyond it.
      const std::string cut(key.data(), size);
      CHECK(said(cut) == "none");
      pgp_said(cut);
    }
    for (int i = 0; i < 2000; ++i) {
      std::string changed = key;
      for (size_t flips = 1 + random.below(3); flips > 0; --flips) {
        char& c = changed[random.below(std::min<size_t>(changed.size(), 96))];
        c = static_cast<char>(c ^ (1 << random.below(8)));
      }
      said(changed);
      pgp_said(changed);
    }
  }
}

}  // namespace aegis
