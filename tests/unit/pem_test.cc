#include "scanner/detect/pem.h"

#include <catch2/catch.hpp>
#include <ctime>
#include <string>

#include "scanner/rule/checksum.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

const std::string kPutty = std::string("PuTTY") + "-User-Key-File-";

std::string random_bytes(size_t count, SampleRandom& random) {
  std::string bytes;
  for (size_t i = 0; i < count; ++i) bytes += static_cast<char>(random.below(256));
  return bytes;
}

// One DER element.
std::string der(char tag, const std::string& content) {
  std::string length;
  if (content.size() < 0x80) {
    length += static_cast<char>(content.size());
  } else {
    length +=
        {'\x82', static_cast<char>(content.size() >> 8), static_cast<char>(content.size() & 255)};
  }
  return tag + length + content;
}

std::string rsa_key(SampleRandom& random) {
  std::string numbers = der('\x02', std::string(1, '\0'));
  for (const size_t size : {128, 3, 128, 64, 64, 64, 64, 64})
    numbers += der('\x02', random_bytes(size, random));
  return der('\x30', numbers);
}

std::string ec_key(SampleRandom& random) {
  return der('\x30', der('\x02', "\x01") + der('\x04', random_bytes(32, random)));
}

std::string pkcs8_key(SampleRandom& random) {
  return der('\x30', der('\x02', std::string(1, '\0')) + der('\x30', random_bytes(13, random)) +
                         der('\x04', rsa_key(random)));
}

std::string openssh_key(const std::string& cipher, SampleRandom& random) {
  const auto field = [](const std::string& text) {
    return std::string(3, '\0') + static_cast<char>(text.size()) + text;
  };
  return std::string("openssh-key-v1") + '\0' + field(cipher) + field("none") + field("") +
         random_bytes(200, random);
}

std::string wrapped(const std::string& bytes, const std::string& between = "\n") {
  const std::string text = encode_base64(bytes);
  std::string lines;
  for (size_t at = 0; at < text.size(); at += 64) lines += text.substr(at, 64) + between;
  return lines;
}

std::string framed(const std::string& label, const std::string& body,
                   const std::string& between = "\n") {
  return "-----BEGIN " + label + "-----" + between + body + "-----END " + label + "-----";
}

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

// "structure, 350 bytes of DER, not encrypted"; the filter when it was dropped; "none".
std::string said(const std::string& text) {
  const auto candidates = found(text);
  if (candidates.empty()) return "none";
  const Candidate& candidate = candidates.front();
  if (candidate.dropped) return candidate.objection;
  return std::string(name_of(candidate.proof)) + ", " + candidate.detail;
}

const std::string kKey = "PRIVATE KEY";

}  // namespace

TEST_CASE("Private keys of every form are found and described") {
  SampleRandom random(test_seed());
  const std::string rsa = rsa_key(random);
  const std::string der_said = "structure, " + std::to_string(rsa.size()) + " bytes of DER, ";
  const std::string ec = ec_key(random);
  const std::string eight = pkcs8_key(random);
  CHECK(said(framed("RSA " + kKey, wrapped(rsa))) == der_said + "not encrypted");
  CHECK(said(framed("RSA " + kKey, wrapped(rsa, "\r\n"), "\r\n")) == der_said + "not encrypted");
  CHECK(said(framed("EC " + kKey, wrapped(ec))) ==
        "structure, " + std::to_string(ec.size()) + " bytes of DER, not encrypted");
  CHECK(said(framed(kKey, wrapped(eight))) ==
        "structure, " + std::to_string(eight.size()) + " bytes of DER, not encrypted");
  CHECK(said(framed("ENCRYPTED " + kKey, wrapped(rsa))) ==
        der_said + "encrypted with a passphrase");
  CHECK(said(framed("OPENSSH " + kKey, wrapped(openssh_key("none", random)))) ==
        "structure, OpenSSH, not encrypted");
  CHECK(said(framed("OPENSSH " + kKey, wrapped(openssh_key("aes256-ctr", random)))) ==
        "structure, OpenSSH, encrypted with a passphrase");
  const std::string headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233\n\n";
  CHECK(said(framed("RSA " + kKey, headers + wrapped(rsa))) ==
        der_said + "encrypted with a passphrase");
  CHECK(said(framed(kKey, wrapped(random_bytes(200, random)))) ==
        "shape, not parsed, not encrypted");
}

TEST_CASE("A key is found as it is written in configuration and source code") {
  SampleRandom random(test_seed());
  const std::string rsa = rsa_key(random);
  const std::string label = "RSA " + kKey;
  const std::string expected =
      "structure, " + std::to_string(rsa.size()) + " bytes of DER, not encrypted";
  CHECK(said("{\"key\": \"" + framed(label, wrapped(rsa, "\\n"), "\\n") + "\"}") == expected);
  CHECK(said("key: |\n    " + framed(label, wrapped(rsa, "\n    "), "\n    ")) == expected);
  CHECK(said("s = \"" + framed(label, "\" + \n  \"" + wrapped(rsa, "\\n\" +\n  \""), "\\n") +
             "\"") == expected);
  CHECK(said("s = \"" + framed(label, "\"\n  \"" + wrapped(rsa, "\"\n  \"")) + "\"") == expected);
  CHECK(said("// " + framed(label, "// " + wrapped(rsa, "\n// "), "\n")) != "none");
  CHECK(said(framed(label, wrapped(rsa, ""), " ")) == expected);
}

TEST_CASE("The span of a key is the whole block, and a key without an end is its body") {
  SampleRandom random(test_seed());
  const std::string block = framed("EC " + kKey, wrapped(ec_key(random)));
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
  const std::string body = wrapped(rsa_key(random));
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
  const std::string text = framed("EC " + kKey, wrapped(ec_key(random)));
  CHECK(found(text, {"EC"}).size() == 1);
  CHECK(found(text, {"RSA", "EC"}).size() == 1);
  CHECK(found(text, {"RSA"}).empty());
}

TEST_CASE("A key of PuTTY's is found") {
  SampleRandom random(test_seed());
  const auto putty = [&](const std::string& cipher) {
    return kPutty + "3: ssh-ed25519\nEncryption: " + cipher + "\nPrivate-Lines: 1\n" +
           wrapped(random_bytes(36, random)) +
           "Private-MAC: " + random_of(kHexLetters, 64, random) + "\n";
  };
  CHECK(said(putty("none")) == "structure, PuTTY, not encrypted");
  CHECK(said(putty("aes256-cbc")) == "structure, PuTTY, encrypted with a passphrase");
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
