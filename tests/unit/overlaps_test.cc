#include "scanner/detect/overlaps.h"

#include <catch2/catch.hpp>
#include <string>

#include "scanner/base/hex.h"
#include "scanner/base/sha.h"
#include "scanner/rule/rule_file.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

RuleBook book_of(const std::string& provider, const std::string& rules) {
  auto set = load_rules({{provider + ".json", R"({"provider":")" + provider +
                                                  R"(","name":"Name","rules":[)" + rules + "]}"}});
  if (!set) FAIL(set.error().message());
  auto book = make_rule_book(*std::move(set));
  if (!book) FAIL(book.error().message());
  return *std::move(book);
}

enum class From { kUser, kRepository };

// The program's own rules, and others beside them.
Engine engine_of_both(const std::string& own, const std::string& others,
                      From from = From::kRepository) {
  std::vector<RuleBook> books;
  books.push_back(book_of("own", own));
  books.push_back(book_of("user", others));
  books.back().is_foreign = from == From::kRepository;
  return *Engine::create(std::move(books));
}

// "rule confidence" of each finding.
std::vector<std::string> found(const Engine& engine, const std::string& text) {
  std::vector<std::string> all;
  for (const Finding& finding : findings_in(engine, text)) {
    all.push_back(finding.rule->id + " " + name_of(finding.confidence));
  }
  return all;
}

using Texts = std::vector<std::string>;

const std::string kSecretRule =
    R"({"id": "own-assigned", "what": "value", "grammar": "assignment", "words": ["token"]})";

std::string assigned(const std::string& token) {
  return "token = \"" + token + "\"\n";
}

}  // namespace

TEST_CASE("Of rules that match the same bytes the one with the narrower shape reports, once") {
  SampleRandom random(test_seed());
  const Engine engine = engine_of(
      R"({"id": "test-narrow", "what": "key", "severity": "medium", "shape": "{hex-lower:32}", "near": ["acme"]},
         {"id": "test-wide", "what": "key", "severity": "critical", "shape": "{base62:32}", "near": ["acme"]},
         {"id": "test-prefix", "what": "key", "severity": "low", "shape": "EAACEdEose{base62:30,600}"},
         {"id": "test-short", "what": "key", "severity": "critical", "shape": "EAAC{base62:30,600}"},
         {"id": "test-sandbox", "what": "key", "severity": "low", "shape": "SB-Mid-{base62:20}"},
         {"id": "test-live", "what": "key", "severity": "critical", "shape": "Mid-{base62:20}"})");
  CHECK(found(engine, "acme = " + random_of(kHexLetters, 32, random)) == Texts{"test-narrow high"});
  CHECK(found(engine, "acme = Z" + random_of(kBase62Letters, 31, random)) ==
        Texts{"test-wide high"});
  const std::string rest = random_of(kBase62Letters, 40, random);
  CHECK(found(engine,
              "EAAC"
              "EdEose" +
                  rest) == Texts{"test-prefix high"});
  CHECK(found(engine, "EAAC" + rest) == Texts{"test-short high"});
  CHECK(found(engine,
              "SB-"
              "Mid-" +
                  rest.substr(0, 20)) == Texts{"test-sandbox high"});
  CHECK(found(engine, "Mid-" + rest.substr(0, 20)) == Texts{"test-live high"});
}

TEST_CASE("A rule of low confidence does not hide what another one reports") {
  SampleRandom random(test_seed());
  const std::string token = token_of("acme_{base62:24}", random);
  const std::string low =
      R"({"id": "own-low", "what": "key", "confidence": "low", "shape": "acme_{base62:24}"})";
  CHECK(found(engine_of_both(low, R"({"id": "user-x", "what": "x", "shape": "unused_{hex:9}"})"),
              assigned(token)) == Texts{"own-low low"});
  CHECK(found(engine_of_both(low + "," + kSecretRule,
                             R"({"id": "user-x", "what": "x", "shape": "unused_{hex:9}"})"),
              assigned(token)) == Texts{"own-low high"});
}

TEST_CASE("Rules from the repository that is scanned make others no less certain") {
  SampleRandom random(test_seed());
  const std::string token = token_of("acme_{base62:24}", random);
  const std::string digest = to_hex(sha256(token));
  const auto beside = [&](const std::string& rule) {
    const auto all = found(engine_of_both(kSecretRule, rule), assigned(token));
    REQUIRE(all.size() == 1);
    return all.front();
  };
  // It calls the secret an example; its check fails; it is of low confidence; its checksum is
  // wrong.
  CHECK(beside(R"({"id": "user-not", "what": "x", "shape": "acme_{base62:24}", "not": [")" +
               digest + "\"]}") == "own-assigned high");
  CHECK(beside(R"({"id": "user-jwt", "what": "x", "shape": "acme_{base62:24}", "check": "jwt"})") ==
        "own-assigned high");
  CHECK(
      beside(
          R"({"id": "user-low", "what": "x", "shape": "acme_{base62:24}", "confidence": "low"})") ==
      "user-low high");
  CHECK(beside(R"({"id": "user-sum", "what": "x", "shape": "acme_{base62:18}{crc32-base62:6}"})") ==
        "user-sum high");
}

TEST_CASE("A user's own rule may know better than one that goes by the place") {
  SampleRandom random(test_seed());
  const std::string token = token_of("acme_{base62:24}", random);
  const std::string rule =
      R"({"id": "user-not", "what": "x", "shape": "acme_{base62:24}", "not": [")" +
      to_hex(sha256(token)) + "\"]}";
  CHECK(found(engine_of_both(kSecretRule, rule, From::kUser), assigned(token)).empty());
  CHECK(found(engine_of_both(kSecretRule, rule), assigned(token)).size() == 1);
}

TEST_CASE("What a rule of the program's own has ruled out is not reported by its place") {
  SampleRandom random(test_seed());
  const std::string token = token_of("acme_{base62:24}", random);
  const std::string rule =
      R"({"id": "own-jwt", "what": "x", "shape": "acme_{base62:24}", "check": "jwt"},)" +
      kSecretRule;
  CHECK(found(engine_of_both(rule, R"({"id": "user-x", "what": "x", "shape": "unused_{hex:9}"})"),
              assigned(token))
            .empty());
}

}  // namespace aegis
