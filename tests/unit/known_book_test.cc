#include "scanner/detect/known_book.h"

#include <catch2/catch.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "scanner/rule/checksum.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

constexpr std::string_view kBase64Letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// "known-secret V0 in store, in base64 [3,+16); ..."
std::string found(const Engine& engine, const std::string& text) {
  std::ostringstream lines;
  for (const Finding& finding : findings_in(engine, text)) {
    lines << finding.rule->id << ' ' << finding.provider->id << ' ' << finding.detail << " ["
          << finding.place.offset << ",+" << finding.place.size << "); ";
  }
  return lines.str();
}

std::string where(const std::string& detail, size_t begin, size_t size) {
  return "known-secret known " + detail + " [" + std::to_string(begin) + ",+" +
         std::to_string(size) + "); ";
}

std::string key_block(size_t lines, SampleRandom& random) {
  std::string text =
      "-----BEGIN RSA "
      "PRIVATE KEY-----\n";
  for (size_t i = 0; i < lines; ++i) text += random_of(kBase64Letters, 64, random) + "\n";
  return text +
         "tail==\n-----END RSA "
         "PRIVATE KEY-----\n";
}

// Rules of Acme's: a token of a form of its own, and anything in quotes that is named secret.
Engine acme_knowing(const std::vector<std::string>& values) {
  Engine rules = engine_of(
      R"({"id": "acme-token", "what": "token", "shape": "acmetok_{base62:30}"},
         {"id": "acme-pair", "what": "pair", "shape": "acmepair_{base62:16}:{base62:40}"})");
  std::vector<RuleBook> books;
  auto set = rules.books().front().set;
  set.providers.front().rotate = "https://acme.invalid/rotate";
  auto book = make_rule_book(std::move(set));
  REQUIRE(book);
  books.push_back(*std::move(book));
  std::vector<KnownValue> known;
  for (const std::string& value : values) known.push_back({Secret(value, 0), "V"});
  auto engine = Engine::create(std::move(books), std::make_shared<const KnownBook>(known));
  REQUIRE(engine);
  return *std::move(engine);
}

}  // namespace

TEST_CASE("A known value is found with its name, and nothing of it is shown") {
  SampleRandom random(test_seed());
  const std::string value = random_of(kBase62Letters, 12, random);
  const Engine engine = engine_knowing({value});
  const auto findings = findings_in(engine, "x = " + value + "; y = " + value + "\n");
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].rule->id == kKnownRule);
  CHECK(findings[0].severity == Severity::kCritical);
  CHECK(findings[0].confidence == Confidence::kHigh);
  CHECK(findings[0].proof == Proof::kKnown);
  CHECK(findings[0].detail == "V0 in store");
  CHECK(findings[0].secret.redacted() == "********");
  CHECK(findings[0].evidence.before == "x = ");
  CHECK(findings[0].evidence.after == "; y = ********");
}

TEST_CASE("Encoded values are found and say how they are written") {
  const std::string value = "it's $5, \"no\"/\xc3\xb6";
  const Engine engine = engine_knowing({value});
  const std::string base64 = encode_base64("xy" + value + "z");
  CHECK(found(engine, "> " + base64) == where("V0 in store, in base64", 4, 22));
  CHECK(found(engine, "it'\\''s $5, \"no\"/\xc3\xb6") == where("V0 in store, shell-quoted", 0, 19));
  CHECK(found(engine, "it's $5, \\\"no\\\"\\/\\u00f6") ==
        where("V0 in store, JSON-escaped", 0, 23));
  CHECK(found(engine, "it's $5, \\u0022no\\\"\\/\\u00f6") == "");  // two styles at once
  CHECK(found(engine, "it's $5, \\\"no\\\"/\\u00f6") == where("V0 in store, JSON-escaped", 0, 22));
  CHECK(found(engine, "it%27s%20%245%2C%20%22no%22%2F%C3%B6") ==
        where("V0 in store, URL-escaped", 0, 36));
}

TEST_CASE("A value in UTF-16 is found") {
  SampleRandom random(test_seed());
  const std::string value = random_of(kBase62Letters, 12, random);
  std::string wide;
  for (const char c : "key: " + value + " ") wide += std::string{c, '\0'};
  CHECK(found(engine_knowing({value}), wide) ==
        where("V0 in store, in UTF-16 or UTF-32 text", 10, 23));
}

TEST_CASE("Of two values, one within the other, the longer one is reported where it stands") {
  SampleRandom random(test_seed());
  const std::string inner = random_of(kBase62Letters, 10, random);
  const std::string outer = "pre" + inner + "post";
  const Engine engine = engine_knowing({inner, outer});
  CHECK(found(engine, outer) == where("V1 in store", 0, 17));
  CHECK(found(engine, "pre" + inner) == where("V0 in store", 3, 10));
  CHECK(found(engine, outer + " " + inner) ==
        where("V1 in store", 0, 17) + where("V0 in store", 18, 10));
}

TEST_CASE("Two values that overlap are both reported") {
  const Engine engine = engine_knowing({"abcdEFGH1234", "1234IJKLmnop"});
  CHECK(found(engine, "abcdEFGH1234IJKLmnop") ==
        where("V0 in store", 0, 12) + where("V1 in store", 8, 12));
}

TEST_CASE("No comment in a text allows a known value") {
  SampleRandom random(test_seed());
  const std::string value = random_of(kBase62Letters, 12, random);
  CHECK(found(engine_knowing({value}), value + "  # aegis:allow\n") == where("V0 in store", 0, 12));
}

TEST_CASE("What a rule finds as well is reported once, with the rule's provider") {
  SampleRandom random(test_seed());
  const std::string token = "acmetok_" + random_of(kBase62Letters, 30, random);
  const Engine engine = acme_knowing({token});
  CHECK(found(engine, "x: " + token + "\n") == "known-secret test V [3,+38); ");
  const auto findings = findings_in(engine, token);
  CHECK(findings.front().provider->rotate == "https://acme.invalid/rotate");
}

TEST_CASE("What a rule finds beyond a known value is reported too") {
  SampleRandom random(test_seed());
  const std::string id = random_of(kBase62Letters, 16, random);
  const std::string secret = random_of(kBase62Letters, 40, random);
  const std::string pair = "acmepair_" + id + ":" + secret;
  CHECK(found(acme_knowing({id}), pair) ==
        "acme-pair test  [0,+66); known-secret known V [9,+16); ");
  CHECK(found(acme_knowing({"acmepair_" + id, secret}), pair) ==
        "known-secret test V [0,+25); known-secret known V [26,+40); ");
}

TEST_CASE("A key is found by any line of its body, as one finding") {
  SampleRandom random(test_seed());
  const std::string key = key_block(12, random);
  const Engine engine = engine_knowing({key});
  const std::string last = key.substr(key.size() - 10);
  const auto whole = key.substr(0, key.size() - 1);
  CHECK(found(engine, "# \n" + key) == where("V0 in store", 3, whole.size()));
  const std::string escaped = replaced(whole, "\n", "\\n");
  CHECK(found(engine, "{\"key\": \"" + escaped + "\\n\"}") ==
        where("V0 in store", 9, escaped.size()));
  const std::string indented = replaced(key, "\n", "\r\n    ");
  CHECK(found(engine, "key: |\r\n    " + indented) ==
        where("V0 in store", 12, indented.size() - 6));
  const size_t third = key.find('\n', key.find('\n', key.find('\n') + 1) + 1) + 1;
  CHECK(found(engine, "a " + key.substr(third, 64) + " b") == where("V0 in store", 2, 64));
  const size_t first = key.find('\n') + 1;
  CHECK(found(engine, key.substr(0, first + 64)).empty());  // says the kind of key only
}

TEST_CASE("A key in base64 of lines is found") {
  SampleRandom random(test_seed());
  const std::string key = key_block(12, random);
  const std::string base64 = encode_base64(key);
  std::string lines;
  for (size_t i = 0; i < base64.size(); i += 76) lines += base64.substr(i, 76) + "\n";
  const auto findings = findings_in(engine_knowing({key}), lines);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].place.offset == 0);
  CHECK(findings[0].place.end_line == 12);
}

TEST_CASE("A value of hundreds of kilobytes is known by its beginning") {
  SampleRandom random(test_seed());
  const std::string value = random_of(kBase62Letters, 300'000, random);
  const Engine engine = engine_knowing({value});
  CHECK(found(engine, "x " + value) == where("V0 in store", 2, 4096));
  CHECK(found(engine, value.substr(1)).empty());
}

TEST_CASE("The rule of known values cannot be taken by another rule") {
  std::vector<RuleBook> books;
  RuleSet set;
  set.providers.push_back({"test", "Test", "", ""});
  Rule rule;
  rule.id = kKnownRule;
  rule.match = "acmetok_{base62:30}";
  set.rules.push_back(rule);
  auto book = make_rule_book(std::move(set));
  REQUIRE(book);
  books.push_back(*std::move(book));
  CHECK(!Engine::create(std::move(books)));
}

}  // namespace aegis
