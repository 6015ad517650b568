#include "scanner/detect/checks.h"

#include <catch2/catch.hpp>
#include <string>

#include "scanner/base/sha.h"
#include "scanner/rule/checksum.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

// "proven by checksum: detail", "proven", "unproven", "refuted".
std::string said(Check check, const std::string& token, const std::string& around = "") {
  const CheckResult result = run_check(check, token, around);
  std::string text = result.verdict == Verdict::kProven      ? "proven"
                     : result.verdict == Verdict::kUnproven  ? "unproven"
                     : result.verdict == Verdict::kUnsure    ? "unsure"
                     : result.verdict == Verdict::kDoubted   ? "doubted"
                     : result.verdict == Verdict::kDisproved ? "disproved"
                     : result.verdict == Verdict::kUnlike    ? "unlike"
                                                             : "refuted";
  if (result.checksum) text += " by checksum";
  return result.detail.empty() ? text : text + ": " + result.detail;
}

std::string url64(const std::string& text) {
  std::string encoded = encode_base64(text);
  while (encoded.ends_with('=')) encoded.pop_back();
  return replaced(replaced(encoded, "+", "-"), "/", "_");
}

std::string jwt(const std::string& header, const std::string& payload) {
  return url64(header) + "." + url64(payload) + "." + url64("a signature of some length");
}

// `token` with one character of its last `within` changed.
std::string spoilt(std::string token, size_t within) {
  char& c = token[token.size() - within];
  c = c == '0' ? '1' : '0';
  return token;
}

}  // namespace

TEST_CASE("A JWT says how it is signed") {
  CHECK(said(Check::kJwt, jwt(R"({"alg":"HS256"})", R"({"sub":"1"})")) == "proven");
  CHECK(said(Check::kJwt, jwt(R"({"alg":"HS256"})", R"({"exp":1700000000})")) ==
        "proven: expires at Unix time 1700000000");
  CHECK(said(Check::kJwt, jwt(R"({"alg":"HS256"})", R"({"role":"service_role"})")) ==
        "proven: role service_role");
  CHECK(said(Check::kJwt, jwt(R"({"alg":"HS256"})", "compressed")) == "proven");
  CHECK(said(Check::kJwt, jwt(R"({"alg":"none"})", R"({"exp":1})")) ==
        "proven: not signed, expires at Unix time 1");
  CHECK(said(Check::kJwt, jwt(R"({"typ":"JWT"})", R"({"sub":"1"})")) == "refuted");
  CHECK(said(Check::kJwt, jwt("[1]", "{}")) == "refuted");
  CHECK(said(Check::kJwt, jwt("nothing", "{}")) == "refuted");
  CHECK(said(Check::kJwt, "no.json.here") == "refuted");
  CHECK(said(Check::kJwt, "") == "refuted");
}

TEST_CASE("The role that Supabase makes public is less severe") {
  const auto severity = [](const std::string& role) {
    const std::string token = jwt(R"({"alg":"HS256"})", R"({"role":")" + role + R"("})");
    return run_check(Check::kJwt, token, "").severity;
  };
  CHECK(severity("anon") == Severity::kLow);
  CHECK(severity("service_role") == std::nullopt);
}

TEST_CASE("A Discord token begins with a user id of a time that can be") {
  const auto token = [](const std::string& id) { return url64(id) + ".abcdef.ghi"; };
  CHECK(said(Check::kDiscordBot, token("123456789012345678")) ==
        "proven: bot user 123456789012345678");
  CHECK(said(Check::kDiscordBot, token("1234")) == "refuted");
  CHECK(said(Check::kDiscordBot, token("12345678901234567x")) == "refuted");
  CHECK(said(Check::kDiscordBot, token("18446744073709551615")) == "refuted");
  CHECK(said(Check::kDiscordBot, token("99999999999999999999")) == "refuted");
}

TEST_CASE("A Telegram bot's number has at most 52 bits") {
  const std::string rest = ":AA" + std::string(33, 'x');
  CHECK(said(Check::kTelegramBot, "1234567890" + rest) == "unproven: bot user 1234567890");
  CHECK(said(Check::kTelegramBot, "4503599627370495" + rest) ==
        "unproven: bot user 4503599627370495");
  CHECK(said(Check::kTelegramBot, "4503599627370496" + rest) == "refuted");
  CHECK(said(Check::kTelegramBot, std::string(20, '9') + rest) == "refuted");
  CHECK(said(Check::kTelegramBot, "x" + rest) == "refuted");
  CHECK(said(Check::kTelegramBot, "") == "refuted");
}

TEST_CASE("A token of Vault's holds a signature, or what is encrypted") {
  const auto field = [](char tag, const std::string& bytes) {
    return std::string{tag, static_cast<char>(bytes.size())} + bytes;
  };
  const std::string version("\x08\x01", 2);
  const std::string sign = field('\x12', std::string(32, 's'));
  const std::string inner = field('\x1a', "what is signed");
  CHECK(said(Check::kVaultToken, "hvs." + url64(version + sign + inner)) == "proven");
  CHECK(said(Check::kVaultToken, "hvs." + url64(version + sign)) == "unproven");
  CHECK(said(Check::kVaultToken, "hvs." + url64(version + sign + inner + "x")) == "unproven");
  CHECK(said(Check::kVaultToken, "hvs." + url64(version + field('\x12', "short") + inner)) ==
        "unproven");
  CHECK(said(Check::kVaultToken, "hvs." + url64(sign + inner)) == "unproven");
  const std::string sealed(40, 'x');
  CHECK(said(Check::kVaultToken, "hvb." + url64(std::string("\0\0\0\x01\x02", 5) + sealed)) ==
        "proven");
  CHECK(said(Check::kVaultToken, "hvb." + url64(std::string("\0\0\0\x01\x07", 5) + sealed)) ==
        "unproven");
  CHECK(said(Check::kVaultToken, "hvb." + url64(std::string("\x01\0\0\x01\x02", 5) + sealed)) ==
        "unproven");
  CHECK(said(Check::kVaultToken, "hvb." + url64(std::string("\0\0\0\x01\x02x", 6))) == "unproven");
  CHECK(said(Check::kVaultToken, "hv") == "unproven");
}

TEST_CASE("An AWS key id tells the account it is of") {
  const uint64_t account = 123456789012;
  std::string bytes;
  for (int i = 5; i >= 0; --i)
    bytes += static_cast<char>((account << 7 | uint64_t{1} << 47) >> (8 * i));
  const std::string id = "AKIA" + encode_base32(bytes + "wxyz");
  CHECK(said(Check::kAwsKeyId, id) == "unproven: AWS account 123456789012");
  CHECK(said(Check::kAwsKeyId, "AKIA") == "unproven");
  CHECK(said(Check::kAwsKeyId, "") == "unproven");
}

TEST_CASE("Checksums prove, and cast doubt where every real token has one") {
  SampleRandom random(test_seed());
  const std::string body = random_of(kBase62Letters, 32, random);
  const std::string grafana =
      "glsa"
      "_" +
      body;
  CHECK(said(Check::kGrafanaCrc32, grafana + "_" + crc32_hex_little_endian(grafana)) ==
        "proven by checksum");
  CHECK(said(Check::kGrafanaCrc32, spoilt(grafana + "_" + crc32_hex_little_endian(grafana), 3)) ==
        "disproved");

  const std::string gitlab =
      "glpat"
      "-" +
      body + ".01.";
  CHECK(said(Check::kGitlabRoutable, gitlab + crc32_base36(gitlab)) == "proven by checksum");
  CHECK(said(Check::kGitlabRoutable, spoilt(gitlab + crc32_base36(gitlab), 3)) == "disproved");
  CHECK(said(Check::kGitlabRoutable, "") == "refuted");

  CHECK(said(Check::kHexCrc32, "pre_" + body + crc32_hex(body)) == "proven by checksum");
  CHECK(said(Check::kHexCrc32, "pre_" + body + "_" + crc32_hex(body)) == "proven by checksum");
  CHECK(said(Check::kHexCrc32, spoilt("pre_" + body + crc32_hex(body), 3)) == "unproven");

  const std::string head =
      "github"
      "_pat_" +
      random_of(kBase62Letters, 60, random);
  const auto digest = sha256(head);
  const std::string sum =
      encode_base32({reinterpret_cast<const char*>(digest.data()), digest.size()}).substr(0, 8);
  CHECK(said(Check::kGithubFineGrained, head + sum + "abcdefgh") == "proven by checksum");
  CHECK(said(Check::kGithubFineGrained, spoilt(head + sum + "abcdefgh", 12)) == "unproven");

  const uint32_t crc = crc32(body);
  std::string four;
  for (int i = 0; i < 4; ++i) four += static_cast<char>(crc >> (8 * i));
  CHECK(said(Check::kConfluentCrc32, "cflt" + body + encode_base64(four).substr(0, 6)) ==
        "proven by checksum");
  CHECK(said(Check::kConfluentCrc32, "cflt" + body + "aaaaaa") == "unproven");

  const std::string age = bech32_completed(
      "AGE-SECRET-KEY-1" + random_of("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58, random));
  CHECK(said(Check::kAgeBech32, age) == "proven by checksum");
  CHECK(said(Check::kAgeBech32, spoilt(age, 20)) == "doubted");
}

TEST_CASE("GitHub's refresh and installation tokens are proven by the CRC-32 of their body") {
  SampleRandom random(test_seed());
  const auto token = [&](const std::string& prefix, size_t size) {
    const std::string body = random_of(kBase62Letters, size - 6, random);
    return prefix + "_" + body + crc32_base62(body);
  };
  CHECK(said(Check::kGithubCrc32, token("ghr", 76)) == "proven by checksum");
  CHECK(said(Check::kGithubCrc32, token("ghs", 36)) == "proven by checksum");
  CHECK(said(Check::kGithubCrc32, spoilt(token("ghr", 76), 3)) == "unsure");
  // Of these the issuer's examples do not have it.
  CHECK(said(Check::kGithubCrc32, spoilt(token("ghr", 36), 3)) == "unproven");
  CHECK(said(Check::kGithubCrc32, spoilt(token("ghs", 36), 3)) == "unproven");
  CHECK(said(Check::kGithubCrc32, "ghs_") == "unproven");
}

TEST_CASE("Grafana's tokens are JSON in base64") {
  const std::string cloud =
      "glc"
      "_";
  CHECK(said(Check::kGrafanaJson, cloud + encode_base64(R"({"o":"12","k":"x","m":{"r":"eu"}})")) ==
        "proven: organization 12");
  CHECK(said(Check::kGrafanaJson, cloud + encode_base64(R"({"o":"<b>","k":"x"})")) == "proven");
  CHECK(said(Check::kGrafanaJson, encode_base64(R"({"k":"x","n":"y","id":1})")) == "proven");
  CHECK(said(Check::kGrafanaJson, encode_base64(R"({"k":"x","n":"y","id":1)")) == "unsure");
  CHECK(said(Check::kGrafanaJson, encode_base64(R"({"n":"y"})")) == "unsure");
  CHECK(said(Check::kGrafanaJson, "not base64!") == "unsure");
}

TEST_CASE("A client secret of Entra's ends in its Marvin32") {
  const std::string secret = "zzz8Q~" + std::string(31, 'z') + "blP";
  CHECK(said(Check::kEntraSecret, secret) == "proven by checksum");
  CHECK(said(Check::kEntraSecret, spoilt(secret, 1)) == "unsure");
  CHECK(said(Check::kEntraSecret, spoilt(secret, 20)) == "unsure");
  CHECK(said(Check::kEntraSecret, "yyy7Q~" + std::string(31, 'y')) == "unproven");
  CHECK(said(Check::kEntraSecret, "") == "unproven");
}

TEST_CASE("An NKEY ends in the CRC-16 of its kind and its key") {
  SampleRandom random(test_seed());
  std::string seed("\x90\0", 2);  // a seed (S), of an account (A)
  for (int i = 0; i < 32; ++i) seed += static_cast<char>(random.next());
  const uint16_t crc = crc16_xmodem(seed);
  const std::string key =
      encode_base32(seed + static_cast<char>(crc & 0xff) + static_cast<char>(crc >> 8));
  CHECK(key.substr(0, 2) == "SA");
  CHECK(said(Check::kNkey, key) == "proven by checksum");
  std::string wrong = key;
  wrong[20] = wrong[20] == 'A' ? 'B' : 'A';
  CHECK(said(Check::kNkey, wrong) == "unlike");
  CHECK(said(Check::kNkey, "SA") == "unlike");
}

TEST_CASE("A common annotated key of Azure's spells its Marvin32 at the end") {
  const std::string body = std::string(52, 'b') + "JQQJ99" + "AAB" + std::string(19, 'c');
  REQUIRE(body.size() == 80);
  const uint32_t sum = marvin32(*decode_base64(body), 0x44656661756c7430);
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>(sum >> (8 * i));
  std::string tail = encode_base64(bytes).substr(0, 6);
  for (char& c : tail) c = c == '+' || c == '/' ? 'x' : c;
  CHECK(said(Check::kAzureCask, body + tail.substr(0, 4)) == "proven by checksum");
  CHECK(said(Check::kAzureCask, body + tail + "==") == "proven by checksum");
  CHECK(said(Check::kAzureCask, spoilt(body + tail.substr(0, 4), 20)) == "unproven");
  CHECK(said(Check::kAzureCask, "short") == "unproven");
}

TEST_CASE("An identifiable key of Azure's holds its Marvin32") {
  std::string key(76, 'a');
  key += "+ASt";
  key += "5mnCaw==";
  CHECK(said(Check::kAzureIdentifiable, key) == "proven by checksum");
  CHECK(said(Check::kAzureIdentifiable, spoilt(key, 40)) == "unsure");
  CHECK(said(Check::kAzureIdentifiable, "") == "unproven");
}

TEST_CASE("A macaroon of the package index says where it is for") {
  const std::string sections("\x02\x03one\0\x02\x05two..\0\0", 15);
  const std::string signature = "\x06\x20" + std::string(32, 's');
  const auto token = [&](const std::string& location, const std::string& rest) {
    return "pypi-" +
           url64("\x02\x01" + std::string(1, static_cast<char>(location.size())) + location + rest);
  };
  CHECK(said(Check::kPypiMacaroon, token("pypi.org", sections + signature)) ==
        "proven: for pypi.org");
  CHECK(said(Check::kPypiMacaroon, token("pypi.org", sections + signature + "x")) ==
        "unsure: for pypi.org");
  // One that is cut off opens nothing.
  CHECK(said(Check::kPypiMacaroon, token("pypi.org", sections)) == "refuted");
  CHECK(said(Check::kPypiMacaroon, token("pypi.org", sections + signature.substr(0, 12))) ==
        "refuted");
  CHECK(said(Check::kPypiMacaroon, token("pypi.org", sections.substr(0, 3))) == "refuted");
  CHECK(said(Check::kPypiMacaroon, token("pypi.org", "\x02\xff\xff\xff\xff\xff\xff")) ==
        "unsure: for pypi.org");
  CHECK(said(Check::kPypiMacaroon, token("pypi.org", std::string(6, '\0') + signature)) ==
        "unsure: for pypi.org");
  CHECK(said(Check::kPypiMacaroon, "pypi-" + url64("\x03\x01\x08pypi.org")) == "refuted");
  CHECK(said(Check::kPypiMacaroon, "pypi-" + url64("\x02\x01\x64pypi.org")) == "refuted");
  CHECK(said(Check::kPypiMacaroon, token("\x01\x02\x03\x04", sections + signature)) == "refuted");
  CHECK(said(Check::kPypiMacaroon, "") == "refuted");
}

TEST_CASE("Basic credentials are user:password in base64") {
  CHECK(said(Check::kBasicCredentials, encode_base64("user:pw")) == "proven");
  CHECK(said(Check::kBasicCredentials, encode_base64("user:")) == "refuted");
  CHECK(said(Check::kBasicCredentials, encode_base64("user")) == "refuted");
  CHECK(said(Check::kBasicCredentials, encode_base64("user:\x01\x02")) == "refuted");
  CHECK(said(Check::kBasicCredentials, "not base64!") == "refuted");
}

TEST_CASE("A service account has its other fields around it") {
  const std::string id(40, 'a');
  const std::string type = R"("type": "service_account", )";
  const std::string key_id = R"("private_key_id": ")" + id + R"(", )";
  const std::string address = R"("client_email": "robot@project.iam.gserviceaccount.com")";
  const auto with = [](const std::string& before, const std::string& after) {
    return said(Check::kGoogleServiceAccount, "THE KEY",
                "{" + before + R"("private_key": "THE KEY", )" + after + "}");
  };
  const std::string proven = "proven: robot@project.iam.gserviceaccount.com";
  CHECK(with(type + key_id, address) == proven);
  CHECK(with(key_id, address + ", " + type) == proven);
  CHECK(with(replaced(type + key_id, "\"", "\\\""), replaced(address, "\"", "\\\"")) == proven);
  // Another account before it: the address that follows is its own.
  CHECK(with(replaced(address, "robot", "other") + ", " + type + key_id, address) == proven);
  CHECK(with(key_id, address) == "unlike");
  CHECK(with(type, address) == "unlike");
  CHECK(with(type + key_id, "") == "unlike");
  CHECK(with(type + key_id, R"("client_email": "me@example.com")") == "unlike");
  CHECK(with(type + R"("private_key_id": "short", )", address) == "unlike");
  CHECK(said(Check::kGoogleServiceAccount, "THE KEY", "elsewhere") == "unlike");
}

TEST_CASE("Checks take any bytes") {
  SampleRandom random(test_seed());
  INFO("AEGIS_TEST_SEED=" << test_seed());
  for (int round = 0; round < 3000; ++round) {
    std::string token;
    for (size_t i = random.below(60); i-- > 0;) token += static_cast<char>(random.below(256));
    if (random.below(2) == 0) token = encode_base64(token);
    for (int check = 0; check <= static_cast<int>(Check::kAzureCask); ++check) {
      const CheckResult result = run_check(static_cast<Check>(check), token, token);
      CHECK((result.checksum ? result.verdict == Verdict::kProven : true));
    }
  }
}

}  // namespace aegis
