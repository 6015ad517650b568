#include "scanner/detect/grammar.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "scanner/rule/checksum.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

// What an engine of one grammar rule says of a text: "value", "value?" in doubt; "none".
class OneGrammar {
 public:
  OneGrammar(const std::string& grammar, const std::string& words = "",
             const std::string& files = "")
      : engine_(engine_of(R"({"id": "test-a", "what": "x", "grammar": ")" + grammar + '"' +
                          (words.empty() ? "" : ", \"words\": [" + words + "]") +
                          (files.empty() ? "" : ", \"files\": [" + files + "]") + "}")) {}

  std::string said(const std::string& text, const std::string& path = "sample.txt") const {
    std::string all;
    for (const Finding& finding : findings_in(engine_, text, path)) {
      if (!all.empty()) all += ' ';
      all += finding.secret.reveal();
      if (finding.confidence == Confidence::kLow) all += '?';
    }
    return all.empty() ? "none" : all;
  }

 private:
  Engine engine_;
};

struct Row {
  const char* text;  // VALUE stands for a value made when the test runs
  const char* said;
};

template <size_t n>
void check(const OneGrammar& grammar, const Row (&rows)[n], const std::string& value,
           const std::string& path = "sample.txt") {
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(grammar.said(replaced(row.text, "VALUE", value), path) ==
          replaced(row.said, "VALUE", value));
  }
}

std::string made_value() {
  SampleRandom random(test_seed());
  return "q7" + random_of(kBase62Letters, 14, random) + "X";
}

}  // namespace

TEST_CASE("A password in a URL is found by its scheme") {
  const Row any[] = {
      {"postgres://app:VALUE@db.acme.io/x", "VALUE"},
      {"x = \"https://bob:VALUE@git.acme.io/r.git\"", "VALUE"},
      {"redis://:VALUE@cache:6379", "VALUE"},
      {"jdbc:mysql://app:VALUE@db/x", "VALUE"},
      {"a://u:VALUE@h1, b://u:VALUE@h2", "VALUE VALUE"},
      {"postgres://app:VALUE@localhost/x", "VALUE?"},
      {"postgres://app:VALUE@db.example.com/x", "VALUE?"},
      {"postgres://app:${DB_PASS}@db/x", "none"},
      {"postgres://app:<VALUE>@db/x", "none"},
      {"https://git.acme.io/VALUE", "none"},
      {"https://git.acme.io:8080/a@b", "none"},
      {"https://bob@git.acme.io/x:VALUE", "none"},
      {"://app:VALUE@db", "none"},
      {"postgres://app:@db/x", "none"},
      {"postgres://app:VALUE@", "none"},
      {"postgres://app:VALUE", "none"},
  };
  check(OneGrammar("url-password"), any, made_value());
  const Row mysql[] = {{"mysql://app:VALUE@db/x", "VALUE"},
                       {"MYSQL://app:VALUE@db/x", "VALUE"},
                       {"mysql+pymysql://app:VALUE@db/x", "VALUE"},
                       {"pgsql://app:VALUE@db/x", "none"}};
  const std::string words = "\"mysql\"";
  check(OneGrammar("url-password", words), mysql, made_value());
}

TEST_CASE("Basic credentials are found in a header") {
  const Row rows[] = {{"Authorization: Basic VALUE\r\n", "VALUE"},
                      {"authorization: basic VALUE", "VALUE"},
                      {"Basic short", "none"},
                      {"basic understanding of things", "none"},
                      {"Basic ", "none"}};
  check(OneGrammar("basic-auth"), rows, encode_base64("deploy:" + made_value()));
  CHECK(OneGrammar("basic-auth").said("Basic " + encode_base64("no colon in this text")) == "none");
}

TEST_CASE("A bearer token is found when it looks random") {
  SampleRandom random(test_seed());
  const Row rows[] = {{"Authorization: Bearer VALUE\r\n", "VALUE"},
                      {"-H 'authorization: bearer VALUE'", "VALUE"},
                      {"Bearer ${TOKEN_VARIABLE}", "none"},
                      {"bearer authentication_scheme", "none"},
                      {"Bearer VALU", "none"}};
  check(OneGrammar("bearer-auth"), rows, random_of(kBase62Letters, 40, random));
}

TEST_CASE("A password among a command's arguments is found") {
  const OneGrammar grammar("command-password",
                           R"("curl", "mysql", "sshpass", "docker login", "redis-cli", "psexec",
                              "convertto-securestring")");
  const Row rows[] = {
      {"curl -u bob:VALUE https://x", "VALUE"},
      {"curl -ubob:VALUE https://x", "VALUE"},
      {"curl --user 'bob:VALUE' https://x", "VALUE"},
      {"curl -s \\\n  -u bob:VALUE https://x", "VALUE"},
      {"curl -u bob https://x", "none"},
      {"curl -u bob:$PASS https://x", "none"},
      {"mysql -u bob -pVALUE db", "VALUE"},
      {"mysql -p VALUE", "none"},
      {"sshpass -p VALUE ssh host", "VALUE"},
      {"PsExec \\\\host -u DOMAIN\\me -p VALUE cmd", "VALUE"},
      {"psexec.exe \\\\host -u me -p VALUE cmd", "VALUE"},
      {"psexec.exes -u me -p VALUE cmd", "none"},
      {"ConvertTo-SecureString \"VALUE\" -AsPlainText -Force", "VALUE"},
      {"ConvertTo-SecureString -AsPlainText -String 'VALUE' -Force", "VALUE"},
      {"ConvertTo-SecureString -String $p -AsPlainText -Force", "none"},
      {"ConvertTo-SecureString VALUE", "none"},
      {"sshpass -pVALUE ssh host", "VALUE"},
      {"redis-cli -a VALUE", "VALUE"},
      {"curl https://x\n-u bob:VALUE", "none"},
      {"mycurl -u bob:VALUE", "none"},
      {"curl", "none"},
      {"curl -u", "none"},
  };
  check(grammar, rows, made_value());
  CHECK(grammar.said("docker login -u bob -p " + made_value() + " hub") == made_value());
}

TEST_CASE("A Docker auth entry is found") {
  const Row rows[] = {{"{\"auths\": {\"hub\": {\"auth\": \"VALUE\"}}}", "VALUE"},
                      {"\"auth\":\n\t\"VALUE\"", "VALUE"},
                      {"\"auth\": \"\"", "none"},
                      {"\"auth\": true", "none"},
                      {"\"auth\": \"VALUE", "none"}};
  check(OneGrammar("docker-auth"), rows, encode_base64("deploy:" + made_value()));
}

TEST_CASE("A netrc entry is found, on one line or several") {
  const Row rows[] = {
      {"machine api.acme.io login bob password VALUE\n", "VALUE"},
      {"machine api.acme.io\n  login bob\n  password VALUE\n", "VALUE"},
      {"machine a login b password VALUE\nmachine c login d password VALUE\n", "VALUE VALUE"},
      {"the machine has a login and a password", "none"},
      {"machine a\n", "none"},
      {"machine a password VALUE", "none"}};
  check(OneGrammar("netrc"), rows, made_value());
}

TEST_CASE("Lines of a pgpass file are found in such a file only") {
  const OneGrammar grammar("pgpass", "", "\"**/.pgpass\"");
  const Row rows[] = {{"db.acme.io:5432:*:bob:VALUE\n", "VALUE"},
                      {"a:1:d:u:VALUE\r\nb:2:d:u:VALUE", "VALUE VALUE"},
                      {"a\\:b:1:d:u:VALUE\n", "VALUE"},
                      {"# a:1:d:u:VALUE\n", "none"},
                      {"a:1:d:VALUE\n", "none"},
                      {"a:1:d:u:\n", "none"}};
  check(grammar, rows, made_value(), "home/.pgpass");
  CHECK(grammar.said("db.acme.io:5432:*:bob:" + made_value() + "\n", "notes.txt") == "none");
}

TEST_CASE("A random value that is named as a key is found") {
  const OneGrammar grammar("random-value", R"("key", "salt")");
  SampleRandom random(test_seed());
  const std::string value = random_of(kBase62Letters, 32, random);
  const Row rows[] = {{"app_key = \"VALUE\"", "VALUE"},
                      {"salt: VALUE\n", "VALUE?"},
                      {"APP_KEY=VALUE==\n", "VALUE=="},
                      {"value = \"VALUE\"", "none"},
                      {"public_key = \"VALUE\"", "none"},
                      {"key_id = \"VALUE\"", "none"},
                      {"keyboard = \"VALUE\"", "none"},
                      {"\"VALUE\"", "none"},
                      // It goes on, up to what ends it.
                      {"app_key=VALUE;", "VALUE"},
                      {"app_key=VALUE;VALUE", "none"},
                      {"app_key = \"VALUE^\"", "none"},
                      {"app_key=VALUE:9", "VALUE:9"}};
  check(grammar, rows, value);
}

TEST_CASE("A name that is no more than key says little") {
  const OneGrammar grammar("random-value", R"("key")");
  SampleRandom random(test_seed());
  const std::string value = random_of(kBase62Letters, 31, random) + "7";
  const Row rows[] = {{"Using key=VALUE\n", "none"},
                      {"the key = 'VALUE'\n", "none"},
                      {"https://acme.invalid/a?key=VALUE", "VALUE"},
                      {"https://acme.invalid/a?x=1&key=VALUE", "VALUE"},
                      {"\"key\": \"VALUE\"", "VALUE"}};
  check(grammar, rows, value);
  const std::string hex = random_of(kHexLetters, 64, random);
  CHECK(grammar.said("key := `" + hex + "`") == hex);
  CHECK(grammar.said("key := " + hex) == "none");
}

TEST_CASE("A run longer than any match is no value") {
  SampleRandom random(test_seed());
  const OneGrammar grammar("random-value", "\"key\"");
  CHECK(grammar.said("app_key = " + random_of(kBase62Letters, 4000, random)) != "none");
  CHECK(grammar.said("app_key = " + random_of(kBase62Letters, 5000, random)) == "none");
}

TEST_CASE("Every grammar takes any bytes after its keyword") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  constexpr std::string_view kWords[] = {"password",    "://",      "Basic ",
                                         "Bearer ",     "curl -u ", "\"auth\": \"",
                                         "machine ",    "login ",   "-----BEGIN RSA ",
                                         "PRIVATE KEY", "-----",    "PuTTY-User-Key-File-",
                                         "key=",        "a:b@",     "\\\"",
                                         "'",           "${",       "{{",
                                         "=",           "\n",       " ",
                                         "<",           ">"};
  std::string text;
  for (int i = 0; i < 40'000; ++i) {
    text += kWords[random.below(std::size(kWords))];
    if (random.below(3) == 0) text += static_cast<char>(random.below(256));
    if (random.below(5) == 0) text += random_of(kBase62Letters, random.below(20), random);
  }
  for (const Finding& finding : findings_in(built_in_engine(), text)) {
    CHECK(finding.place.offset + finding.place.size <= text.size());
    CHECK(text.substr(finding.place.offset, finding.place.size) == finding.secret.reveal());
  }
  for (size_t length = 0; length < 200; ++length)
    findings_in(built_in_engine(), text.substr(text.size() - length));
}

}  // namespace aegis
