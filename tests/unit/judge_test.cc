#include "scanner/detect/judge.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "scanner/rule/checksum.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

// "rule confidence" of each finding, separated by a comma.
std::string found(const Engine& engine, const std::string& text) {
  std::string all;
  for (const Finding& finding : findings_in(engine, text)) {
    if (!all.empty()) all += ", ";
    all += finding.rule->id + ' ' + name_of(finding.confidence);
  }
  return all;
}

Engine acme() {
  return engine_of(R"(
    {"id": "acme-key", "what": "key", "confidence": "medium", "shape": "{hex-lower:40}",
     "near": ["acme", "acme_reporter_id"]},
    {"id": "acme-id", "what": "id", "severity": "low", "confidence": "medium",
     "shape": "{hex-lower:24}", "near": ["acme"]})");
}

}  // namespace

TEST_CASE(
    "What its own name calls an id, a hash or a place is no key, though a provider is named") {
  const Engine engine = acme();
  SampleRandom random(test_seed());
  const std::string value = random_of(kHexLetters, 40, random);
  const std::string id = random_of(kHexLetters, 24, random);
  CHECK(found(engine, "acme_key = \"" + value + "\"\n") == "acme-key medium");
  CHECK(found(engine, "# acme\nkey: " + value + "\n") == "acme-key medium");
  CHECK(found(engine, "acme_instance_id = \"" + value + "\"\n").empty());
  CHECK(found(engine, "# acme\nsha1: " + value + "\n").empty());
  // A rule for ids, and one that has the name among its words.
  CHECK(found(engine, "acme_instance_id = \"" + id + "\"\n") == "acme-id medium");
  CHECK(found(engine, "ACME_REPORTER_ID: " + value + "\n") == "acme-key medium");
}

TEST_CASE("Two keywords in one name make one finding, the same one wherever it stands") {
  SampleRandom random(test_seed());
  const std::string value = random_of(kBase62Letters, 14, random);
  const std::string name = random_of("bcdfghjk", 90, random) + "PwDousPassword";
  std::set<std::string> names;
  for (size_t before = 0; before < 128; ++before) {
    const auto found =
        findings_in(built_in_engine(), std::string(before, ' ') + name + " = \"" + value + "\"\n");
    REQUIRE(found.size() == 1);
    names.insert(found.front().name);
  }
  CHECK(names.size() == 1);
}

TEST_CASE("The name of a git object is no key") {
  const Engine engine = acme();
  SampleRandom random(test_seed());
  const std::string value = random_of(kHexLetters, 40, random);
  CHECK(found(engine, "uses: acme/action@" + value + "\n").empty());
  CHECK(found(engine, "https://git.invalid/acme/commit/" + value + "\n").empty());
  CHECK(found(engine, "resolved \"https://npm.invalid/acme/-/acme-1.0.tgz#" + value + "\"\n")
            .empty());
}

TEST_CASE("A wrong checksum leaves a finding of low confidence") {
  const Engine engine = engine_of(
      R"({"id": "acme-token", "what": "token", "shape": "acmetok_{base62:30}{crc32-base62:6}"})");
  SampleRandom random(test_seed());
  const std::string body = random_of(kBase62Letters, 30, random);
  std::string sum = crc32_base62(body);
  CHECK(found(engine, "x acmetok_" + body + sum + "\n") == "acme-token high");
  sum.back() = sum.back() == '0' ? '1' : '0';
  CHECK(found(engine, "x acmetok_" + body + sum + "\n") == "acme-token low");
  // It also looks made up: two objections are enough.
  CHECK(found(engine, "x acmetok_" + std::string(36, 'Q') + "\n").empty());
}

TEST_CASE("A token that is mostly a mask is none") {
  const Engine engine =
      engine_of(R"({"id": "acme-token", "what": "token", "shape": "acmetok_{base62:30}"})");
  CHECK(found(engine, "acmetok_" + std::string(30, 'Q') + "\n") == "acme-token low");
  CHECK(found(engine, "acmetok_7h" + std::string(28, 'x') + "\n").empty());
}

TEST_CASE("A bare shape that fills a part of its quotes only is none") {
  const Engine engine = acme();
  SampleRandom random(test_seed());
  const std::string value = random_of(kHexLetters, 40, random);
  CHECK(found(engine, "acme = '" + value + "?b=1'\n").empty());
  CHECK(found(engine, "acme = '" + value + " and more'\n") == "acme-key medium");
  CHECK(found(engine, "https://acme.invalid/" + value + "?b=1\n") == "acme-key medium");
}

TEST_CASE("A bare shape that follows a part of its quotes is none") {
  const Engine engine = acme();
  SampleRandom random(test_seed());
  const std::string value = random_of(kHexLetters, 40, random);
  CHECK(found(engine, "acme = 'Q7?" + value + "'\n").empty());
  CHECK(found(engine, "acme = '=" + value + "'\n").empty());
  CHECK(found(engine, "acme = 'key=" + value + "'\n") == "acme-key medium");
  CHECK(found(engine, "acme = 'https://h.invalid/?" + value + "'\n") == "acme-key medium");
}

TEST_CASE("A part of a token between dots is no token in parts") {
  const Engine engine = engine_of(R"(
    {"id": "acme-key", "what": "key", "confidence": "medium",
     "shape": "{base62:20,60}.{base62:20,60}", "near": ["acme"]})");
  SampleRandom random(test_seed());
  const std::string one = random_of(kBase62Letters, 30, random) + "7";
  CHECK(found(engine, "acme = '" + one + "." + one + "'\n") == "acme-key medium");
  CHECK(found(engine, "acme = 'short." + one + "." + one + "'\n").empty());
}

TEST_CASE("What stands in the path of a URL, or is made of words, is no bare token") {
  const Engine engine = engine_of(R"(
    {"id": "acme-key", "what": "key", "confidence": "medium", "shape": "{base64:40}",
     "near": ["acme"]})");
  SampleRandom random(test_seed());
  const std::string half = random_of(kBase62Letters, 18, random) + "7";
  const std::string value = half + "/" + half + "x";
  CHECK(found(engine, "acme_key = " + value + "\n") == "acme-key medium");
  CHECK(found(engine, "https://acme.invalid/?key=" + value + "\n") == "acme-key medium");
  CHECK(found(engine, "https://acme.invalid/" + value + "\n").empty());
  CHECK(found(engine, "see https://docs.acme.invalid/a/" + value + ".html\n").empty());
  const std::string words = "ReadOnlyAccessToDirectoryServiceOfType2x";
  REQUIRE(words.size() == 40);
  CHECK(found(engine, "acme_policy: " + words + "\n").empty());
}

TEST_CASE("A hash in the name of a picture or a style sheet is no token") {
  const Engine engine =
      engine_of(R"({"id": "acme-token", "what": "token", "shape": "ico-{base62:32}"})");
  SampleRandom random(test_seed());
  const std::string value = random_of(kHexLetters, 32, random);
  CHECK(found(engine, "/img/logo.ico-" + value + ".png\n").empty());
  CHECK(found(engine, "url(ico-" + value + ".css)\n").empty());
  CHECK(found(engine, "token: ico-" + value + ".\n") == "acme-token high");
  CHECK(found(engine, "token: ico-" + value + ".pngs\n") == "acme-token high");
}

TEST_CASE("A bare shape is not made of what is known by its beginning") {
  const Engine engine = engine_of(R"(
    {"id": "acme-token", "what": "token", "shape": "acmetok_{base62:30}"},
    {"id": "acme-key", "what": "key", "confidence": "medium", "shape": "{word:36,40}",
     "near": ["acme"]})");
  SampleRandom random(test_seed());
  const std::string body = random_of(kBase62Letters, 31, random);
  CHECK(found(engine, "acme: acmetok_" + body.substr(1) + "\n") == "acme-token high");
  CHECK(found(engine, "acme: acmetok_" + body + "\n").empty());
  CHECK(found(engine, "acme: othertok_" + body + "\n") == "acme-key medium");
}

TEST_CASE("What a rule knows by its beginning, and is shorter, is no secret by its name either") {
  const Engine engine = engine_of(R"(
    {"id": "acme-token", "what": "token", "shape": "acmetok_{base62:30}"},
    {"id": "acme-named", "what": "secret", "grammar": "assignment", "words": ["token"]})");
  SampleRandom random(test_seed());
  const std::string body = random_of(kBase62Letters, 29, random) + "7";
  CHECK(found(engine, "token = acmetok_" + body + "\n") == "acme-token high");
  CHECK(found(engine, "token = acmetok_" + body.substr(1) + "\n").empty());
  CHECK(found(engine, "token = acmetok_" + body + "Q\n") == "acme-named high");
  CHECK(found(engine, "token = acme_" + body.substr(1) + "\n") == "acme-named high");
}

TEST_CASE("Of two rules that match alike, the one whose provider is named reports") {
  const Engine engine = engine_of(R"(
    {"id": "acme-key", "what": "key", "severity": "critical", "shape": "sk_acme_{base62:24,64}"},
    {"id": "shop-key", "what": "key", "severity": "medium", "shape": "sk_acme_{base62:32}",
     "near": ["shopkeeper"]})");
  SampleRandom random(test_seed());
  const std::string token = "sk_acme_" + random_of(kBase62Letters, 32, random);
  CHECK(found(engine, "x: " + token + "\n") == "acme-key high");
  CHECK(found(engine, "shopkeeper: " + token + "\n") == "shop-key high");
}

}  // namespace aegis
