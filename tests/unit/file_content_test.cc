#include "scanner/detect/file_content.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

// "drop WHY", "doubt WHY" or nothing.
std::string judged(FileContent content, const std::string& head) {
  const ContentJudgement judgement = judge_content(content, head);
  if (*judgement.objection == 0) return "";
  return (judgement.drop ? "drop " : "doubt ") + std::string(judgement.objection);
}

std::string pem(const std::string& label) {
  return "-----BEGIN " + label + "-----\nQUJD\n-----END " + label + "-----\n";
}

}  // namespace

TEST_CASE("An empty or sealed file is no danger, whatever it is called") {
  for (const FileContent content : {FileContent::kAny, FileContent::kSettings, FileContent::kKey,
                                    FileContent::kPrivateKey, FileContent::kKnown}) {
    CHECK(judged(content, "") == "drop empty");
    CHECK(judged(content, " \r\n\t\n") == "drop empty");
    CHECK(judged(content, std::string("\0GITCRYPT\0\x01\x02", 12)) == "drop encrypted");
    CHECK(judged(content, "$ANSIBLE_VAULT;1.1;AES256\n6162\n") == "drop encrypted");
    CHECK(judged(content, "age-encryption.org/v1\n-> X25519 x\n") == "drop encrypted");
    CHECK(judged(content, "TOKEN=ENC[AES256_GCM,data:x,iv:y]\n") == "drop encrypted");
  }
  CHECK(judged(FileContent::kAny, "x") == "");
  CHECK(judged(FileContent::kKnown, "x") == "");
}

TEST_CASE("Settings that are all to be filled in are no danger") {
  struct Row {
    const char* text;
    const char* judgement;
  };
  const Row rows[] = {
      {"A=1\n", ""},
      {"hello\n", ""},
      {"TOKEN=hunter2\n", ""},
      {"TOKEN=\n", "drop to be filled in"},
      {"# a comment\nTOKEN=<your token>\nPORT=3000\nDEBUG=true\n", "drop to be filled in"},
      {"export TOKEN=\"changeme\"  # set it\r\nHOST=localhost\r\n", "drop to be filled in"},
      {"TOKEN=${TOKEN}\n", "drop to be filled in"},
      {"TOKEN=\nPASSWORD=hunter2\n", ""},
      {"TOKEN=\nURL=postgres://me:hunter2@db/x\n", ""},
      {"TOKEN=\nX=4f5a6b7c8d9e0f1a2b3c\n", ""},
      {"# nothing yet\n\n; nor here\n", "drop empty"},
      {"[default]\n", "drop empty"},
      {"{\"password\": \"\", \"port\": 1}", "drop to be filled in"},
      {"{\"password\": \"hunter2\", \"user\": \"\"}", ""},
      {"{\"a\": {\"token\": [\"your-token-here\"]}}", "drop to be filled in"},
      {"{}", "drop empty"},
      {"{\"password\": ", ""},
      {"db:\n  password: \"changeme\"\n  port: 1\n", "drop to be filled in"},
      {"db:\n  user: bob\n", ""},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(judged(FileContent::kSettings, row.text) == row.judgement);
  }
}

TEST_CASE("What is public is no key") {
  for (const FileContent content : {FileContent::kKey, FileContent::kPrivateKey}) {
    CHECK(judged(content, pem("CERTIFICATE") + pem("CERTIFICATE")) == "drop public");
    CHECK(judged(content, "# root\n" + pem("PUBLIC KEY")) == "drop public");
    CHECK(judged(content, "ssh-rsa AAAAB3Nza me@host\n") == "drop public");
    CHECK(judged(content, pem("CERTIFICATE") + pem("RSA PRIVATE"
                                                   " KEY")) == "");
    CHECK(judged(content, "x\n") == "");
    // A certificate, a private key of PKCS#1, an encrypted one of PKCS#8.
    CHECK(judged(content, std::string("\x30\x82\x03\x01\x30\x82\x02\x01\xa0\x03\x02\x01", 12) +
                              std::string(40, 'x')) == "drop public");
    CHECK(judged(content, std::string("\x30\x82\x03\x01\x02\x01\x00\x02\x82\x01\x01\x00", 12) +
                              std::string(40, 'x')) == "");
    CHECK(judged(content, std::string("\x30\x82\x03\x01\x30\x40\x06\x09\x2a\x86\x48\x86\xf7\x0d"
                                      "\x01\x05\x0d",
                                      17) +
                              std::string(40, 'x')) == "");
  }
}

TEST_CASE("A file that may hold anything but a key is doubted where its name is common") {
  CHECK(judged(FileContent::kPrivateKey, "PK\x03\x04 a presentation") == "doubt form");
  CHECK(judged(FileContent::kPrivateKey, "title = Hello\nname = World\n") == "doubt form");
  CHECK(judged(FileContent::kPrivateKey, std::string(64, 'a') + "\n") == "");
  CHECK(judged(FileContent::kKey, "title = Hello\nname = World\n") == "");
}

TEST_CASE("Any bytes can be judged") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  for (int i = 0; i < 2000; ++i) {
    std::string head = random_of(std::string_view("{}[]\":,=#0aZ\n -\x30\x82\x02\x06\0", 21),
                                 random.below(60), random);
    for (const FileContent content :
         {FileContent::kSettings, FileContent::kKey, FileContent::kPrivateKey}) {
      const ContentJudgement judgement = judge_content(content, head);
      if (judgement.drop) CHECK(*judgement.objection != 0);
    }
  }
  CHECK(judged(FileContent::kSettings, std::string(30000, '[')) == "");
}

}  // namespace aegis
