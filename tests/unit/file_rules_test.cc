#include "scanner/detect/file_rules.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/scan/run.h"
#include "tests/support/samples.h"
#include "tests/support/suppressions.h"

namespace aegis {

namespace {

const Engine& acme() {
  static const Engine engine = engine_of(
      R"({"id": "test-env", "what": "environment", "file": [".env", ".env.*"], "except": ["*.sample"],
          "content": "settings", "confidence": "medium", "now": "Look."},
         {"id": "test-key", "what": "key file", "file": ["*.pem", "keys/*.txt"], "severity": "critical",
          "content": "key"},
         {"id": "test-any", "what": "any file", "file": [".env.pem"], "severity": "low"},
         {"id": "test-token", "what": "token", "shape": "acme_{base62:24}"})");
  return engine;
}

std::string token() {
  SampleRandom random(7);
  return token_of("acme_{base62:24}", random);
}

// "rule confidence doubt" of each finding of a document, and "rule! filter" of what was dropped.
std::string reported(MemoryFile file, Confidence confidence = Confidence::kMedium,
                     size_t core = kDefaultCore) {
  RunOptions options;
  options.explain = true;
  options.confidence = confidence;
  options.core = core;
  MemorySource source({std::move(file)});
  const auto result = run(source, acme(), {}, options);
  REQUIRE(result);
  std::string text;
  for (const Finding& finding : result->report.findings) {
    text += finding.rule->id + ' ' + name_of(finding.confidence) + ' ' + finding.doubt + "; ";
  }
  for (const Explained& explained : result->report.explained) {
    text += explained.rule + "! " + explained.filter + "; ";
  }
  return text;
}

MemoryFile added(const std::string& path, const std::string& bytes) {
  MemoryFile file{path, bytes};
  file.is_new_file = true;
  return file;
}

}  // namespace

TEST_CASE("A file is reported for its name where it comes to that name") {
  struct Row {
    const char* path;
    const char* bytes;
    const char* reported;
  };
  const Row rows[] = {
      {".env", "A=1\n", "test-env medium ; "},
      {"deep/down/.ENV.local", "A=1\n", "test-env medium ; "},
      {".env.sample", "A=1\n", ""},
      {"a.env", "A=1\n", ""},
      {".env", "A=\n", "test-env! to be filled in; "},
      {".env", "", "test-env! empty; "},
      {"a.pem", "x\n", "test-key high ; "},
      {"keys/a.txt", "x\n", "test-key high ; "},
      {"a.txt", "x\n", ""},
      // The most severe rule reports, once.
      {".env.pem", "x\n", "test-key high ; "},
      {"tests/a.pem", "x\n", "test-key! low confidence: test data; "},
      {"src/test/a.pem", "x\n", "test-key! low confidence: test data; "},
      {"conf/test/a.pem", "x\n", "test-key high ; "},
      {".env", "A=1  # aegis:allow\n", "test-env! comment aegis:allow; "},
      {".env", "A=1  # aegis:allow=test-env\n", "test-env! comment aegis:allow=test-env; "},
      {".env", "A=1  # aegis:allow=test-key\n", "test-env medium ; "},
      {".env", "A=1\nB=2  # aegis:allow\n", "test-env medium ; "},
  };
  for (const Row& row : rows) {
    INFO(row.path << ": " << row.bytes);
    CHECK(reported(added(row.path, row.bytes)) == row.reported);
    CHECK(reported({row.path, row.bytes}) == "");
  }
}

TEST_CASE("A doubtful name is shown to those who ask for low confidence") {
  CHECK(reported(added("tests/a.pem", "x\n"), Confidence::kLow) == "test-key low test data; ");
}

TEST_CASE("A file that goes by its name has its beginning for a place and no secret") {
  MemorySource source({added("a/.env", "A=1\n"), added("b/.env", "A=1\n")});
  const auto result = run(source, acme(), {}, {});
  REQUIRE(result);
  REQUIRE(result->report.findings.size() == 2);
  const Finding& finding = result->report.findings[0];
  CHECK(is_of_file(finding));
  CHECK(finding.proof == Proof::kContext);
  CHECK(finding.place.line == 1);
  CHECK(finding.place.column == 1);
  CHECK(finding.place.size == 0);
  CHECK(finding.secret.reveal().empty());
  CHECK(redacted_secret(finding).empty());
  CHECK(finding.fingerprint.size() == 32);
  CHECK(finding.fingerprint != result->report.findings[1].fingerprint);
}

TEST_CASE("A fingerprint in the ignore file silences a file") {
  MemorySource source({added(".env", "A=1\n")});
  auto result = run(source, acme(), {}, {});
  REQUIRE(result);
  REQUIRE(result->report.findings.size() == 1);
  Suppressions ignore;
  ignore.lists.push_back(ignore_file_of({result->report.findings[0].fingerprint}));
  result = run(source, acme(), ignore, {});
  REQUIRE(result);
  CHECK(result->report.findings.empty());
  CHECK(result->report.ignored == 1);
}

TEST_CASE("A key file says nothing more where its key was found, an environment does") {
  const std::string text = "key = " + token() + "\n";
  CHECK(reported(added("a.pem", text)) == "test-token high ; test-key! what it holds is found; ");
  CHECK(reported(added(".env", text)) == "test-env medium ; test-token high ; ");
  // Of what is only moved here, the lines are old and the name is new.
  MemoryFile moved = added("a.pem", text);
  moved.earlier = {text};
  CHECK(reported(moved) == "test-key high ; test-token! line is not new; ");
}

TEST_CASE("What is said of a file does not depend on how it is cut") {
  const std::string values = "A=\nTOKEN=hunter2\n" + std::string(50000, '#') + "\n";
  const std::string none = "A=\n" + std::string(50000, '#') + "\n";
  for (const size_t core : {size_t{1}, size_t{7}, size_t{1000}, kDefaultCore}) {
    INFO(core);
    if (core == 1) continue;  // 50,000 chunks
    CHECK(reported(added(".env", values), Confidence::kMedium, core) == "test-env medium ; ");
    CHECK(reported(added(".env", none), Confidence::kMedium, core) ==
          "test-env! to be filled in; ");
  }
}

TEST_CASE("The built-in rules know the names that hold secrets, and their harmless relatives") {
  const FileRules& rules = built_in_engine().file_rules();
  for (const char* const path : {".env",
                                 "app/.env",
                                 ".env.local",
                                 ".env.production",
                                 "prod.env",
                                 "id_rsa",
                                 "home/.ssh/id_ed25519",
                                 "deploy_rsa",
                                 "server.pem",
                                 "server.key",
                                 "a.ppk",
                                 "a.p12",
                                 "cert.pfx",
                                 "release.jks",
                                 "upload.keystore",
                                 "passwords.kdbx",
                                 ".pgpass",
                                 ".netrc",
                                 ".git-credentials",
                                 ".htpasswd",
                                 ".aws/credentials",
                                 "credentials.json",
                                 "config/credentials.yml",
                                 "service-account.json",
                                 "my-app-firebase-adminsdk-x1.json",
                                 "client_secret_12.apps.json",
                                 ".kube/config",
                                 "kubeconfig",
                                 "terraform.tfstate",
                                 "infra/prod.tfstate.backup",
                                 ".claude.json",
                                 ".claude/.credentials.json",
                                 ".codex/auth.json",
                                 "restic-password",
                                 "restic-password.txt",
                                 ".restic-password",
                                 ".restic_passwd",
                                 ".vault_pass.txt",
                                 "config/master.key",
                                 ".bash_history",
                                 "wallet.dat",
                                 "AuthKey_ABC.p8",
                                 "krb5.keytab",
                                 "secring.gpg",
                                 "key4.db",
                                 ".dockercfg"}) {
    INFO(path);
    CHECK(rules.watches(path));
  }
  for (const char* const path : {".env.example",
                                 ".env.sample",
                                 ".env.template",
                                 ".env.dist",
                                 ".env.defaults",
                                 ".env.test",
                                 ".env.local.example",
                                 "example.env",
                                 "sample.env",
                                 "env.example",
                                 ".envrc",
                                 "env",
                                 "environment.ts",
                                 ".env.d.ts",
                                 ".env.vault",
                                 ".env.enc",
                                 "id_rsa.pub",
                                 "id_ed25519.pub",
                                 "host_rsa.pub",
                                 "credentials.example.json",
                                 "credentials.json.example",
                                 "credentials.sample.json",
                                 "credentials.go",
                                 "credentials.md",
                                 "Credentials.java",
                                 "terraform.tfstate.sample",
                                 "terraform.tfvars.example",
                                 "debug.keystore",
                                 "truststore.jks",
                                 "server.crt",
                                 "server.csr",
                                 "key.c",
                                 "keys.py",
                                 "config",
                                 ".npmrc",
                                 "restic.go",
                                 "restic_password.py",
                                 "package.json",
                                 "README.md",
                                 "secrets.yml.enc",
                                 "kdbx.cc",
                                 "environment.md",
                                 ".environment"}) {
    INFO(path);
    CHECK_FALSE(rules.watches(path));
  }
}

TEST_CASE("Every name of the built-in file rules is about some path") {
  const FileRules& rules = built_in_engine().file_rules();
  for (const FileRule& rule : built_in_rules().file_rules) {
    CHECK(rule.rule.id.starts_with("file-"));
    for (const std::string& name : rule.names) {
      INFO(rule.rule.id << ": " << name);
      CHECK(rules.watches("folder/" + replaced(name, "*", "x")));
    }
  }
}

}  // namespace aegis
