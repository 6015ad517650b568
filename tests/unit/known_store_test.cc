#include "scanner/known/store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>
#include <vector>

#include "scanner/base/fd.h"
#include "scanner/known/derived_values.h"
#include "scanner/known/known_values.h"
#include "scanner/known/weakness.h"
#include "scanner/rule/checksum.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

using Lines = std::vector<std::string>;

std::string random_value(int seed) {
  SampleRandom random(test_seed() + static_cast<uint64_t>(seed));
  return random_of(kBase62Letters, 24, random);
}

// "NAME in file" of what is looked for, "NAME in file: why" of the rest; a folder is left out.
Lines shown(const Store& store, const TemporaryFolder& folder) {
  Lines lines;
  for (const StoreEntry& entry : store.entries) {
    std::string line = replaced(name_of(entry), folder.path() + "/", "");
    if (!entry.weakness.empty()) line += ": " + entry.weakness;
    lines.push_back(line);
  }
  return lines;
}

Lines problems(const Store& store, const TemporaryFolder& folder) {
  Lines lines;
  for (const StoreProblem& problem : store.problems) {
    lines.push_back(replaced(problem.path, folder.path() + "/", "") + ": " + problem.reason);
  }
  return lines;
}

void write(const TemporaryFolder& folder, const std::string& name, const std::string& text,
           mode_t mode = 0600) {
  folder.write(name, text);
  ::chmod(folder.path(name).c_str(), mode);
}

Store read(const TemporaryFolder& folder, StoreRequest request = {}) {
  request.paths = {folder.path()};
  return read_store(request);
}

Lines derived(const std::string& name, const std::string& value) {
  Lines lines;
  for (const StoredValue& stored : with_derived({name, Secret(value, 0)})) {
    lines.push_back(stored.name + "|" + std::string(stored.value.reveal()));
  }
  return lines;
}

}  // namespace

TEST_CASE("A store is the files below a folder, each read by its format") {
  const TemporaryFolder folder;
  write(folder, "b.env", "A=" + random_value(1) + "\nB=short\n");
  write(folder, "a/x.json", "{\"k\": \"" + random_value(2) + "\"}");
  write(folder, "c.txt", random_value(3) + "\n");
  write(folder, ".git/config", "not read");
  const Store store = read(folder);
  CHECK(shown(store, folder) ==
        Lines{"k in a/x.json", "A in b.env", "B in b.env: weak", "value in c.txt"});
  CHECK(store.problems.empty());
  CHECK(known_values_of(store).size() == 3);
}

TEST_CASE("Names and files that the user excepts are left out") {
  const TemporaryFolder folder;
  write(folder, "x.env", "GUILD_ID=" + random_value(1) + "\nTOKEN=" + random_value(2) + "\n");
  write(folder, "README.md", "two\nlines\n");
  StoreRequest request;
  request.except = {"GUILD_*"};
  request.ignore = {"*.md"};
  const Store store = read(folder, request);
  CHECK(shown(store, folder) == Lines{"GUILD_ID in x.env: excepted", "TOKEN in x.env"});
  CHECK(store.problems.empty());
}

TEST_CASE("What cannot be read of a store is told") {
  const TemporaryFolder folder;
  write(folder, "binary.env", std::string("A=\0\1", 4));
  write(folder, "broken.json", "{");
  write(folder, "notes", "two\nlines\n");
  write(folder, "open.env", "A=" + random_value(1) + "\n", 0644);
  write(folder, "group.env", "A=" + random_value(1) + "\n", 0640);
  REQUIRE(::mkfifo(folder.path("fifo.env").c_str(), 0600) == 0);
  REQUIRE(::symlink("nowhere", folder.path("gone.env").c_str()) == 0);
  REQUIRE(::symlink("/usr", folder.path("usr").c_str()) == 0);
  const Store store = read(folder);
  CHECK(store.entries.empty());
  const Lines told = problems(store, folder);
  REQUIRE(told.size() == 8);
  CHECK(told[0].starts_with("gone.env: "));
  CHECK(told[1].starts_with("usr: is a link to a folder"));
  CHECK(told[2].starts_with("binary.env: is binary"));
  CHECK(told[3].starts_with("broken.json: line 1: not valid JSON"));
  CHECK(told[4].starts_with("fifo.env: "));
  CHECK(told[5].starts_with("group.env: can be read by others"));
  CHECK(told[6].starts_with("notes: is of no format that is known"));
  CHECK(told[7].starts_with("open.env: can be read by others"));
}

TEST_CASE("Files that others may read are read when that is allowed") {
  const TemporaryFolder folder;
  write(folder, "open.env", "A=" + random_value(1) + "\n", 0644);
  StoreRequest request;
  request.allow_readable = true;
  CHECK(shown(read(folder, request), folder) == Lines{"A in open.env"});
}

TEST_CASE("A path that is not there is told, and a link to a file is followed") {
  const TemporaryFolder folder;
  write(folder, "x.env", "A=" + random_value(1) + "\n");
  REQUIRE(::symlink("x.env", folder.path("y.env").c_str()) == 0);
  StoreRequest request;
  request.paths = {folder.path("y.env"), folder.path("x.env"), folder.path("missing")};
  const Store store = read_store(request);
  CHECK(shown(store, folder) == Lines{"A in y.env"});  // once
  CHECK(problems(store, folder).size() == 1);
}

TEST_CASE("A value that stands under several names is one") {
  const TemporaryFolder folder;
  write(folder, "a.env", "A=" + random_value(1) + "\n");
  write(folder, "b.env", "B=" + random_value(1) + "\nC='" + random_value(1) + "'\n");
  const auto values = known_values_of(read(folder));
  REQUIRE(values.size() == 1);
  CHECK(values[0].name == "A in " + folder.path("a.env") + " and 2 more");
}

TEST_CASE("The home folder is shown as ~") {
  const TemporaryFolder folder;
  write(folder, "x.env", "A=" + random_value(1) + "\n");
  const char* before = std::getenv("HOME");
  const std::string home = before != nullptr ? before : "";
  ::setenv("HOME", folder.path().c_str(), 1);
  StoreRequest request;
  request.paths = {"~/x.env", "~/missing"};
  const Store store = read_store(request);
  ::setenv("HOME", home.c_str(), 1);
  REQUIRE(store.entries.size() == 1);
  CHECK(store.entries[0].file == "~/x.env");
  REQUIRE(store.problems.size() == 1);
  CHECK(store.problems[0].path == "~/missing");
}

TEST_CASE("A name that looks random is not shown") {
  const TemporaryFolder folder;
  write(folder, "x.json", "{\"" + random_value(1) + "\": {\"user\": \"" + random_value(2) + "\"}}");
  CHECK(shown(read(folder), folder) == Lines{"********.user in x.json"});
}

TEST_CASE("Values that are weak or plainly something else are not looked for") {
  const struct {
    const char* name;
    const char* value;
    const char* weakness;
  } kCases[] = {
      {"PASSWORD", "", "empty"},
      {"PASSWORD", " \t\n", "empty"},
      {"PASSWORD", "x", "weak"},
      {"PASSWORD", "true", "weak"},
      {"PASSWORD", "7chars!", "weak"},
      {"PASSWORD", "Password123!", "weak"},
      {"PASSWORD", "aaaaaaaaaaaaaaaaaa", "weak"},
      {"PASSWORD", "abababababab", "weak"},
      {"PASSWORD", "postgres", "weak"},
      {"PASSWORD", "changeme-please", "placeholder"},
      {"PASSWORD", "<your password>", "placeholder"},
      {"PASSWORD", "${OTHER_PASSWORD}", "placeholder"},
      {"SECRET_FILE", "/home/me/.config/app/key.pem", "path"},
      {"CREDENTIALS", "~/.config/app/key.json", "path"},
      {"TOKEN_HOST", "db1.internal.acme-corp.net:5432", "host name"},
      {"MAIL", "someone@mail.corp.net", "mail address"},
      {"TOKEN_URL", "https://login.corp.net/oauth/token", "URL"},
      {"GUILD", "123456789012345678", "number"},
      {"EXPIRES", "2026-11-24T10:00:00Z", "number"},
      {"CLUSTER", "acme-production-cluster-7", "words"},
      {"MODEL", "claude-opus-4-1-20250805", "words"},
      {"NOTE", "Rotate this one every month", "words"},
      {"PROJECT_ID", "0b5e8e3c-7f0f-4b0e-9d0d-2f8e6a7c1d2e", "identifier"},
      {"DB_PASSWORD", "acme-production-cluster-7", ""},
      {"PASSPHRASE", "correct horse battery staple", ""},
      {"TOKEN", "0b5e8e3c-7f0f-4b0e-9d0d-2f8e6a7c1d2e", ""},
      {"PIN_SECRET", "473829104756", ""},
      {"ANYTHING", "h8Kd02lPq1Zx", ""},
      {"ANYTHING", "Summer2024!", ""},
  };
  for (const auto& one : kCases) {
    INFO(one.name << " " << one.value);
    CHECK(weakness_of(one.name, one.value) == one.weakness);
  }
  SampleRandom random(test_seed());
  for (int i = 0; i < 2000; ++i) {
    INFO("AEGIS_TEST_SEED=" << test_seed());
    // Nothing that a machine drew is mistaken, slashes and dots included.
    const std::string token = random_of("/" + std::string(kBase62Letters) + "+", 40, random);
    INFO(token);
    CHECK(weakness_of("AWS", token).empty());
    CHECK(weakness_of("HEX", random_of(kHexLetters, 32, random)).empty());
    CHECK(weakness_of("ZAI", random_of(kHexLetters, 32, random) + "." +
                                 random_of(kBase62Letters, 16, random))
              .empty());
  }
}

TEST_CASE("The password of a URL is a value, and so are parts that look random") {
  // In pieces, lest this file hold a URL with a password itself.
  const std::string url = std::string("postgres://app:") + "s3%40cr-et" + "@db/x?sslmode=require";
  CHECK(derived("DB", url) ==
        Lines{"DB|" + url, "DB (URL's password)|s3@cr-et", "DB (URL's password)|s3%40cr-et"});
  const std::string token = random_value(7);
  CHECK(derived("HOOK", "https://chat.invalid/api/webhooks/12345/" + token).back() ==
        "HOOK (URL's part)|" + token);
  CHECK(derived("DSN", "https://" + token + "@errors.invalid/4").back() ==
        "DSN (URL's part)|" + token);
  CHECK(derived("API", "https://api.invalid/v1?access_token=shorty&x=y").back() ==
        "API (URL's access_token)|shorty");
  CHECK(weakness_of("HOOK", "https://chat.invalid/hooks/" + token).empty());
}

TEST_CASE("What stands within a value is a value") {
  CHECK(derived("H", "Bearer abc") == Lines{"H|Bearer abc", "H (credential)|abc"});
  const std::string basic = encode_base64("me:pass:word");
  CHECK(derived("H", "Basic " + basic) ==
        Lines{"H|Basic " + basic, "H (credential)|" + basic, "H (password)|pass:word"});
  CHECK(derived("auths.hub.auth", basic) ==
        Lines{"auths.hub.auth|" + basic, "auths.hub.auth (password)|pass:word"});
  CHECK(derived("//npm/:_password", encode_base64("word")).back() ==
        "//npm/:_password (decoded)|word");
  CHECK(derived("DSN", "host=h user=u password=abc").back() == "DSN (password)|abc");
  CHECK(derived("GCP", R"({"type": "service", "n": {"k": "Bearer abc"}})") ==
        Lines{"GCP.type|service", "GCP.n.k|Bearer abc", "GCP.n.k (credential)|abc"});
  CHECK(derived("X", "  spaced out\n") == Lines{"X|spaced out"});
}

TEST_CASE("A key with its line feeds written out is the key") {
  const std::string begin = "-----BEGIN ";
  const std::string end = "-----END ";
  CHECK(derived("K", begin + "PRIVATE KEY-----\\nAAAA\\n" + end + "PRIVATE KEY-----\\n") ==
        Lines{"K|" + begin + "PRIVATE KEY-----\nAAAA\n" + end + "PRIVATE KEY-----"});
}

}  // namespace aegis
