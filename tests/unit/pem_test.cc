#include "scanner/detect/pem.h"

#include <catch2/catch.hpp>
#include <ctime>
#include <string>

#include "tests/support/key_samples.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

const std::string kPutty = std::string("PuTTY") + "-User-Key-File-";

std::vector<Candidate> found(const std::string& text, std::vector<std::string> words = {}) {
  Rule rule;
  rule.kind = MatchKind::kGrammar;
  rule.words = std::move(words);
  std::vector<Candidate> candidates;
  const std::string keyword = text.find("PuTTY") == std::string::npos ? "-----BEGIN " : kPutty;
  const size_t at = text.find(keyword);
  follow_private_key(rule, {text, "key.pem"}, {at, at + keyword.size()}, candidates);
  return candidates;
}

// "structure, RSA private key, 1024 bits, not encrypted"; the filter when it was dropped; "none".
std::string said(const std::string& text) {
  const auto candidates = found(text);
  if (candidates.empty()) return "none";
  const Candidate& candidate = candidates.front();
  if (candidate.dropped) return candidate.objection;
  return std::string(name_of(candidate.proof)) + ", " + candidate.detail;
}

const std::string& kKey = kPrivateKeyLabel;
const std::string kRsaSaid = "structure, RSA private key, 1024 bits, not encrypted";
const std::string kHeaders = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233\n\n";

// The armored body of an OpenPGP key, its checksum included.
std::string armored(const std::string& bytes) {
  return "Version: GnuPG v2\n\n" + wrapped(bytes) + "=aB3d\n";
}

}  // namespace

TEST_CASE("Private keys of every form are found and described") {
  SampleRandom random(test_seed());
  const std::string rsa = pkcs1_key(128, random);
  CHECK(said(framed("RSA " + kKey, wrapped(rsa))) == kRsaSaid);
  CHECK(said(framed("RSA " + kKey, wrapped(rsa, "\r\n"), "\r\n")) == kRsaSaid);
  CHECK(said(framed("EC " + kKey, wrapped(sec1_key(kP256Id, random)))) ==
        "structure, ECDSA P-256 private key, 256 bits, not encrypted");
  CHECK(said(framed(kKey, wrapped(pkcs8_key(kRsaId, "", rsa)))) == kRsaSaid);
  CHECK(said(framed("ENCRYPTED " + kKey, wrapped(encrypted_pkcs8_key(random)))) ==
        "structure, PKCS#8 private key, encrypted with a passphrase (AES-256-CBC)");
  const std::string public_key = ssh_rsa_public_key(128, random);
  CHECK(said(framed("OPENSSH " + kKey, wrapped(openssh_key("none", public_key, random)))) ==
        kRsaSaid);
  CHECK(said(framed("OPENSSH " + kKey, wrapped(openssh_key("aes256-ctr", public_key, random)))) ==
        "structure, RSA private key, 1024 bits, encrypted with a passphrase (aes256-ctr)");
  CHECK(said(framed("RSA " + kKey, kHeaders + wrapped(random_bytes(640, random)))) ==
        "structure, RSA private key, encrypted with a passphrase (AES-128-CBC)");
  CHECK(said(framed("PGP " + kKey + " BLOCK", armored(pgp_rsa_key(128, Sealed::kNo, random)))) ==
        kRsaSaid);
  CHECK(said(framed("PGP " + kKey + " BLOCK", armored(pgp_rsa_key(128, Sealed::kYes, random)))) ==
        "structure, RSA private key, 1024 bits, encrypted with a passphrase");
  CHECK(said(framed(kKey, wrapped(random_bytes(200, random)))) ==
        "shape, private key, not encrypted, its body not understood");
  CHECK(said(framed("ENCRYPTED " + kKey, wrapped(random_bytes(200, random)))) ==
        "shape, private key, encrypted with a passphrase, its body not understood");
}

TEST_CASE("An encrypted key is less severe than a plain one, and one of a token too") {
  SampleRandom random(test_seed());
  const auto severity = [](const std::string& text) {
    const auto candidates = found(text);
    REQUIRE(candidates.size() == 1);
    return candidates.front().severity;
  };
  const std::string token =
      openssh_key("none", ssh_string("sk-ssh-ed25519@openssh.com") + ssh_string("x"), random);
  CHECK(severity(framed("RSA " + kKey, wrapped(pkcs1_key(128, random)))) == std::nullopt);
  CHECK(severity(framed("RSA " + kKey, kHeaders + wrapped(random_bytes(640, random)))) ==
        Severity::kMedium);
  CHECK(severity(framed("ENCRYPTED " + kKey, wrapped(encrypted_pkcs8_key(random)))) ==
        Severity::kMedium);
  CHECK(severity(framed("OPENSSH " + kKey, wrapped(token))) == Severity::kMedium);
  // What it is counts, not what it is called.
  CHECK(severity(framed("ENCRYPTED " + kKey, wrapped(pkcs1_key(128, random)))) == std::nullopt);
}

TEST_CASE("A key is found as it is written in configuration and source code") {
  SampleRandom random(test_seed());
  const std::string rsa = pkcs1_key(128, random);
  const std::string label = "RSA " + kKey;
  CHECK(said("{\"key\": \"" + framed(label, wrapped(rsa, "\\n"), "\\n") + "\"}") == kRsaSaid);
  CHECK(said("{\"key\": \"" +
             framed(label, replaced(wrapped(rsa, "\\r\\n"), "/", "\\/"), "\\r\\n") + "\"}") ==
        kRsaSaid);
  CHECK(said("\"{\\\"key\\\": \\\"" + framed(label, wrapped(rsa, "\\\\n"), "\\\\n") + "\\\"}\"") ==
        kRsaSaid);
  CHECK(said("{\"key\": \"" +
             framed(label,
                    replaced(kHeaders, "\n", "\\n") + wrapped(random_bytes(640, random), "\\n"),
                    "\\n") +
             "\"}") == "structure, RSA private key, encrypted with a passphrase (AES-128-CBC)");
  CHECK(said("key: |\n    " + framed(label, wrapped(rsa, "\n    "), "\n    ")) == kRsaSaid);
  CHECK(said("s = \"" + framed(label, "\" + \n  \"" + wrapped(rsa, "\\n\" +\n  \""), "\\n") +
             "\"") == kRsaSaid);
  CHECK(said("s = \"" + framed(label, "\"\n  \"" + wrapped(rsa, "\"\n  \"")) + "\"") == kRsaSaid);
  CHECK(said("// " + framed(label, "// " + wrapped(rsa, "\n// "), "\n")) != "none");
  CHECK(said(framed(label, wrapped(rsa, ""), " ")) == kRsaSaid);
}

TEST_CASE("The span of a key is the whole block, and a key without an end is its body") {
  SampleRandom random(test_seed());
  const std::string block = framed("EC " + kKey, wrapped(sec1_key(kP256Id, random)));
  const std::string text = "before\n" + block + "\nafter\n";
  const auto whole = found(text);
  REQUIRE(whole.size() == 1);
  CHECK(text.substr(whole[0].secret.begin, whole[0].secret.size()) == block);
  CHECK(text.substr(whole[0].secret.begin, whole[0].public_prefix) ==
        "-----BEGIN EC " + kKey + "-----");

  const std::string cut = block.substr(0, block.find("-----END"));
  const auto open = found(cut + "{ not of it }");
  REQUIRE(open.size() == 1);
  CHECK_FALSE(open[0].dropped);
  CHECK(open[0].secret.end == cut.size());
}

TEST_CASE("What has no body, or is no private key, is none") {
  SampleRandom random(test_seed());
  const std::string body = wrapped(pkcs1_key(128, random));
  CHECK(said(framed("RSA " + kKey, "...\n")) == "no body");
  CHECK(said(framed("RSA " + kKey, "\n")) == "no body");
  CHECK(said("-----BEGIN RSA " + kKey + "-----") == "no body");
  CHECK(said(framed("PUBLIC KEY", body)) == "none");
  CHECK(said(framed("CERTIFICATE", body)) == "none");
  CHECK(said("-----BEGIN RSA " + kKey + "\n" + body) == "none");
  CHECK(said("-----BEGIN ") == "none");
  CHECK(said("-----BEGIN " + std::string(100, 'A') + kKey + "-----") == "none");
}

TEST_CASE("A rule may ask for the first word of the label") {
  SampleRandom random(test_seed());
  const std::string text = framed("EC " + kKey, wrapped(sec1_key(kP256Id, random)));
  CHECK(found(text, {"EC"}).size() == 1);
  CHECK(found(text, {"RSA", "EC"}).size() == 1);
  CHECK(found(text, {"RSA"}).empty());
}

TEST_CASE("A key of PuTTY's is found") {
  SampleRandom random(test_seed());
  const auto putty = [&](const std::string& cipher, const std::string& public_key) {
    return kPutty + "3: ssh-rsa\nEncryption: " + cipher + "\nComment: me\nPublic-Lines: 3\n" +
           wrapped(public_key) + "Private-Lines: 1\n" + wrapped(random_bytes(36, random)) +
           "Private-MAC: " + random_of(kHexLetters, 64, random) + "\n";
  };
  const std::string rsa = ssh_rsa_public_key(256, random);
  CHECK(said(putty("none", rsa)) == "structure, RSA private key, 2048 bits, not encrypted");
  CHECK(said(putty("aes256-cbc", rsa)) ==
        "structure, RSA private key, 2048 bits, encrypted with a passphrase");
  CHECK(said(putty("none", "")) == "structure, PuTTY private key, not encrypted");
  CHECK(found(putty("none", rsa)).front().severity == std::nullopt);
  CHECK(found(putty("aes256-cbc", rsa)).front().severity == Severity::kMedium);
  CHECK(said(kPutty + "3: that is all") == "none");
}

TEST_CASE("A hundred thousand beginnings of keys are looked at quickly") {
  const std::string line = "-----BEGIN RSA " + kKey + "-----\n";
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += line;
  const std::clock_t begun = std::clock();
  CHECK(findings_in(built_in_engine(), text, "hostile.pem").empty());
  CHECK((std::clock() - begun) / CLOCKS_PER_SEC < 5);
}

}  // namespace aegis
