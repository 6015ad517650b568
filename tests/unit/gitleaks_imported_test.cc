#include "scanner/gitleaks/imported.h"

#include <catch2/catch.hpp>

#include "scanner/base/hex.h"
#include "scanner/base/sha.h"
#include "tests/support/samples.h"

namespace aegis::gitleaks {
namespace {

// The finding of a GitHub token in `path`, and its secret.
struct Sample {
  std::string token;
  Finding finding;
};

Sample sample(const std::string& path) {
  SampleRandom random(7);
  Sample made;
  made.token = token_of("ghp_{base62:30}{crc32-base62:6}", random);
  auto findings = findings_in(built_in_engine(), "x\ntoken = " + made.token + "\n", path);
  REQUIRE(findings.size() == 1);
  made.finding = findings[0];
  return made;
}

size_t named(const std::string& text, const Finding& finding) {
  const auto imported = Imported::parse(text);
  INFO((imported ? "" : imported.error().message()));
  REQUIRE(imported);
  return imported->entries_of(finding).size();
}

TEST_CASE("a baseline of detect-secrets names a secret by its hash and file") {
  const Sample one = sample("a/b.txt");
  const auto digest = sha1(one.token);
  const auto text = [](const std::string& file, const std::string& hash) {
    return R"({"version": "1.5.0", "results": {")" + file +
           R"(": [{"type": "x", "hashed_secret": ")" + hash + R"(", "line_number": 9}]}})";
  };
  CHECK(named(text("a/b.txt", to_hex(digest)), one.finding) == 1);
  CHECK(named(text("a\\\\b.txt", to_hex(digest)), one.finding) == 1);
  CHECK(named(text("a/c.txt", to_hex(digest)), one.finding) == 0);
  CHECK(named(text("a/b.txt", std::string(40, 'a')), one.finding) == 0);
}

TEST_CASE("a report of gitleaks names a secret in clear, or its line") {
  const Sample one = sample("a/b.txt");
  const auto text = [](const std::string& secret, int line) {
    return R"([{"RuleID": "github-pat", "File": "a/b.txt", "StartLine": )" + std::to_string(line) +
           R"(, "EndLine": )" + std::to_string(line) + R"(, "Secret": ")" + secret + "\"}]";
  };
  CHECK(named(text(one.token, 99), one.finding) == 1);
  CHECK(named(text("another", 2), one.finding) == 0);
  CHECK(named(text("REDACTED", 2), one.finding) == 1);
  CHECK(named(text("REDACTED", 3), one.finding) == 0);
}

TEST_CASE("a line of a .gitleaksignore names a file, a rule and a line") {
  const Sample one = sample("a/b.txt");
  CHECK(named("# why\n\na/b.txt:github-pat:2\n", one.finding) == 1);
  CHECK(named("a/b.txt:generic-api-key:2\n", one.finding) == 1);
  CHECK(named("a/b.txt:jwt:2\n", one.finding) == 0);
  CHECK(named("a/b.txt:github-pat:3\n", one.finding) == 0);
  CHECK(named("0123:a/b.txt:github-pat:2\n", one.finding) == 1);
}

TEST_CASE("what is no such file is an error that says where") {
  for (const char* text :
       {"{", "{}", R"({"results": {"a": 1}})", R"({"results": {"a": [{"type": "x"}]}})", "[1]",
        R"([{"RuleID": "x"}])", "nonsense\n", "a:b:c\n", "a:b:c:d:1\n"}) {
    INFO(text);
    CHECK_FALSE(Imported::parse(text));
  }
  CHECK(Imported::parse("")->size() == 0);
}

}  // namespace
}  // namespace aegis::gitleaks
