#include "scanner/detect/value_judge.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

// "ok medium", "drop words", "doubt words".
std::string verdict(const Value& value, ValueClass value_class) {
  const Judgement judgement = judge_value(value, value_class);
  const std::string objection = judgement.objection;
  if (objection.empty()) {
    CHECK_FALSE(judgement.drop);
    return std::string("ok ") + name_of(judgement.confidence);
  }
  CHECK(judgement.confidence == Confidence::kLow);
  return (judgement.drop ? "drop " : "doubt ") + objection;
}

std::string as_password(const std::string& text, const std::string& name = "password") {
  return verdict({name, text, '"', ';', false}, ValueClass::kPassword);
}

std::string as_token(const std::string& text, const std::string& name = "token") {
  return verdict({name, text, '"', ';', false}, ValueClass::kToken);
}

struct Row {
  const char* text;
  const char* verdict;
};

}  // namespace

TEST_CASE("What plainly stands for something else is no value of either kind") {
  const Row rows[] = {
      {"", "drop short"},
      {"abc", "drop short"},
      {"${DB_PASS}", "drop template"},
      {"$(cat file)", "drop template"},
      {"{{ password }}", "drop template"},
      {"<your password>", "drop template"},
      {"%PASSWORD%", "drop template"},
      {"$PASSWORD", "drop template"},
      {"$this->password", "drop template"},
      {"@PASSWORD@", "drop template"},
      {"[password]", "drop template"},
      {"#{secret}", "drop template"},
      {"pre-%s-post", "drop template"},
      {"{0}", "drop short"},
      {"x{0}yz", "drop template"},
      {"changeme", "drop placeholder"},
      {"password", "drop placeholder"},
      {"null", "drop placeholder"},
      {"undefined", "drop placeholder"},
      {"your-key-goes-here", "drop placeholder"},
      {"xxxxxxxx", "drop placeholder"},
      {"********", "drop placeholder"},
      {"zzzzz", "drop placeholder"},
      {"my_app_key", "drop placeholder"},
      {"AKIA-EXAMPLE-42", "drop placeholder"},
      {"getPassword()", "drop code"},
      {"os.environ['PW']", "drop code"},
      {"process.env.PW", "drop code"},
      {"self.password", "drop code"},
      {"Config::pass", "drop code"},
      {"&pass_ptr", "drop code"},
      {"op://vault/item/field", "drop code"},
      {"https://host.invalid/reset", "drop path"},
      {"./run/secrets/db", "drop path"},
      {"/run/secrets/db", "drop path"},
      {"C:\\keys\\db", "drop path"},
      {"server.pem", "drop path"},
      {"real_key", "drop placeholder"},
      {"secret123", "drop placeholder"},
      {"token1", "drop placeholder"},
      {"live-api-token", "drop placeholder"},
      {"$super$ecret", "drop template"},
      {"12345678", "doubt number"},
      {"?=!,.:-*@#", "drop no letters or digits"},
      {"<b>the password</b>!", "drop markup"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(as_password(row.text, "phrase") == row.verdict);
    CHECK(as_token(row.text, "phrase") == row.verdict);
  }
}

TEST_CASE("A password may be anything but words") {
  const Row rows[] = {
      {"Enter a phrase:", "doubt prose"},
      {"a long sentence about it", "doubt prose"},
      {"hunter2", "doubt words"},
      {"Tr0ub4dor&3", "ok medium"},
      {"correcthorse", "doubt words"},
      {"userPassword", "drop name repeated"},
      {"ab12", "doubt short"},
      {"aaab", "doubt repetition"},
      {"qwerty99", "doubt row of keys"},
      {"Zx9!kQ2#vL7p", "ok high"},
      {"zqxvkj", "doubt one kind of character"},
      {"deadbeefdeadbeef", "doubt row of keys"},
      {"10.0.0.1", "doubt number"},
      // Brackets that do not close each other are no template.
      {"m{{h}o)p${e]k7(Zq-_$#8}}", "ok high"},
      {"Zx9<kQ2#vL7p", "ok high"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(as_password(row.text) == row.verdict);
  }
  const std::string uuid = "12345678-1234-5678-9abc-def012345678";
  CHECK(as_password(replaced(uuid, "1234567", "1a2b3c7")) == "doubt uuid");
}

TEST_CASE("A token must look random") {
  SampleRandom random(test_seed());
  for (int i = 0; i < 50; ++i) {
    const std::string long_one = random_of(kBase62Letters, 40, random);
    INFO(long_one);
    CHECK(as_token(long_one).substr(0, 2) == "ok");
  }
  // Of random hex digits, a few in a hundred look like words: fee, dead, cafe.
  int doubted = 0;
  for (int i = 0; i < 1000; ++i) {
    doubted += as_token(random_of(kHexLetters, 32, random)).substr(0, 2) == "ok" ? 0 : 1;
  }
  CHECK(doubted < 50);
  const Row rows[] = {
      {"short1", "drop short"},
      {"aBc3EfG9h", "drop short"},
      {"aaaabbbb1111", "drop repetition"},
      {"access_token_handler", "drop name repeated"},
      {"refreshSession", "drop words"},
      {"application_settings_default", "drop words"},
      {"abcdefgh1jk2", "doubt row of keys"},
      {"1234567890123456", "doubt number"},
      {"10.0.0.1", "drop number"},
      {"00000000-0000-0000-0000-000000000000", "drop number"},
      {"expires=2025-03-04T07:24:52Z", "drop number"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(as_token(row.text) == row.verdict);
  }
  CHECK(as_token("1a2b3c7d-1a2b-5c7d-9abc-def01a2b3c7d") == "doubt uuid");
  CHECK(as_token("1a2b3c7d-1a2b-1c7d-9abc-def01a2b3c7d") == "drop uuid made of the time");
}

TEST_CASE("What cannot be a token as a whole is none") {
  SampleRandom random(test_seed());
  const std::string value = random_of(kBase62Letters, 24, random) + "7";
  CHECK(as_token(value) == "ok high");
  CHECK(as_token(value + "?" + value) == "drop characters");
  CHECK(as_token(value + ";" + value, "api_key") == "drop characters");
  CHECK(as_token("%" + value + "^" + value) == "drop characters");
  // Signs of many kinds are drawn as well, or a passphrase; both are rare as keys.
  const std::string drawn = "k{7(Z)p${e]q9[finds>-_$#8}}";
  CHECK(as_token(drawn) != "drop characters");
  const std::string phrase = "he{{re}a)re${w]or(ds[here>-_$#there}}";
  CHECK(as_token(phrase, "phrase") == "doubt words");
  CHECK(as_token("sig=" + value) == "ok high");
  CHECK(as_token("token_" + value) == "ok high");
  // A framework chooses its secrets from more characters, and not from those now and then.
  CHECK(as_token(value + ";^$&", "client_secret").substr(0, 2) == "ok");
  CHECK(as_token(value + ";" + value, "client_secret") == "drop characters");
  CHECK(as_token(value + "!" + value, "client_secret").substr(0, 2) == "ok");
  CHECK(as_token(value + "!" + value + "/" + value + "+", "client_secret") == "drop characters");
  CHECK(as_token("acme_" + std::string(32, '0')) == "drop repetition");
  CHECK(as_token("00000000-0000-0000-0000-" + std::string(12, '0')) != "ok medium");
  CHECK(as_token("_X_ACME_TRACE_ID") == "drop identifier");
  CHECK(as_token("NL80211_CMD_AUTHENTICATE") == "drop identifier");
  CHECK(as_token(value, "nextToken") == "drop form token");
  CHECK(as_token(value, "--page-token") == "drop form token");
  // What says that it is for trying things out, or for all to see.
  CHECK(as_token("acme_sandbox_" + value) == "drop sandbox or public");
  CHECK(as_token("acme_sdbx_key_" + value) == "drop sandbox or public");
  CHECK(as_token("live_pub_" + value) == "drop sandbox or public");
  CHECK(as_password(value + "-sandbox").substr(0, 2) == "ok");
  CHECK(as_token(value, "csrf_token") == "drop form token");
  CHECK(as_token(value, "X-XSRF-TOKEN") == "drop form token");
  CHECK(as_token(value, "authenticity_token") == "drop form token");
  CHECK(as_token("other = " + value) == "drop code");
}

TEST_CASE("A token is one word, after the name of a scheme perhaps") {
  SampleRandom random(test_seed());
  const std::string value = random_of(kBase62Letters, 24, random) + "7";
  CHECK(as_token("Enter a number:") == "drop prose");
  CHECK(as_token("no such thing") == "drop prose");
  CHECK(as_token("Bearer " + value) == "ok high");
  CHECK(as_token("token " + value) == "ok high");
  CHECK(as_token("acme said " + value) == "doubt prose");
  CHECK(as_token(" " + value) == "drop blank");
}

TEST_CASE("Words with numbers name something") {
  for (const char* text : {"cmp2-qat-1208358310", "web01.eu-west-1", "release-2024.10"}) {
    INFO(text);
    CHECK(as_token(text) == "drop identifier");
  }
  SampleRandom random(test_seed());
  int dropped = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string text = random_of("abcdefghijklmnopqrstuvwxyz0123456789-", 24, random);
    dropped += as_token(text) == "drop identifier" ? 1 : 0;
  }
  CHECK(dropped < 5);
}

TEST_CASE("Hex digits with a few other letters are typed by hand") {
  SampleRandom random(test_seed());
  std::string text = "7" + random_of("0123456789abcdef", 31, random);
  text[9] = '5';
  text[11] = 'q';
  text[14] = '8';
  text[20] = 'r';
  CHECK(as_token(text) == "drop hex with a few other letters");
  for (int i = 0; i < 200; ++i) {
    const std::string one = random_of("abcdefghijklmnopqrstuvwxyz0123456789", 32, random);
    INFO(one);
    CHECK(as_token(one) != "drop hex with a few other letters");
  }
}

TEST_CASE("A name may say that its value would not be accepted") {
  SampleRandom random(test_seed());
  const std::string value = random_of(kBase62Letters, 24, random) + "7";
  for (const char* name : {"BAD_KEY", "wrong_token", "nonMatchingToken", "bogusSecret"}) {
    CHECK(as_token(value, name) == "drop name");
  }
  CHECK(as_token(value, "badgeToken") == "ok high");
}

TEST_CASE("An unquoted word of a program is a variable") {
  SampleRandom random(test_seed());
  const std::string random_value = random_of(kBase62Letters, 24, random);
  const auto judged = [](const std::string& text, char next, bool in_program) {
    return verdict({"password", text, 0, next, in_program}, ValueClass::kPassword);
  };
  CHECK(judged("load", '(', false) == "drop code");
  CHECK(judged("table", '[', false) == "drop code");
  CHECK(judged("user_input", ';', true) == "drop code");
  CHECK(judged("-1 + abc", ';', true) == "drop code");
  CHECK(judged("7" + random_value, ';', true) == "doubt code");
  CHECK(judged("7" + random_value, '\n', false).substr(0, 2) == "ok");
}

}  // namespace aegis
