#include "scanner/detect/provider_name.h"

#include <catch2/catch.hpp>
#include <string>

#include "scanner/rule/rule_file.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

RuleText file_of(const std::string& provider, const std::string& shape) {
  return {provider + ".json", R"({ "provider": ")" + provider + R"(", "name": "X", "rules": [
      { "id": ")" + provider + R"(-key", "what": "key", "severity": "high", "shape": ")" +
                                  shape + R"(", "near": [")" + provider + R"(_key"] } ] })"};
}

RuleSet two_providers() {
  auto set = load_rules({file_of("zed", "{hex:32}"), file_of("acme-io", "{hex:40}")});
  REQUIRE(set);
  return *std::move(set);
}

// The id of the provider that names what follows `before`; empty: none does.
std::string named_by(const RuleSet& set, const std::string& before) {
  const auto provider = provider_before(set, before + "7f3", before.size());
  return provider ? set.providers[*provider].id : "";
}

}  // namespace

TEST_CASE("A value may be named after its provider and by nothing else") {
  const RuleSet set = two_providers();
  for (const char* before : {"zed = ", "zed: '", "ZED=", "\"zed\": \"", "zed '", "<zed>",
                             "zed := `", "x zed(\"", "\nzed="}) {
    INFO(before);
    CHECK(named_by(set, before) == "zed");
  }
  CHECK(named_by(set, "acme_io = ") == "acme-io");
  CHECK(named_by(set, "Acme.IO: ") == "acme-io");
  for (const char* before : {"zed ", "zed\n= ", "a_zed = ", "zed_x = ", "zedd = ", "= ", "",
                             "zed, ", "zed =          ", "acme = "}) {
    INFO(before);
    CHECK(named_by(set, before).empty());
  }
  CHECK(named_by(set, std::string(100, 'z') + " = ").empty());
}

TEST_CASE("A rule's near words may be its provider's name before the value") {
  const Engine engine = engine_of(R"(
    {"id": "test-key", "what": "key", "confidence": "medium", "shape": "{hex:32}",
     "near": ["test_key"]},
    {"id": "test-token", "what": "token", "confidence": "medium", "shape": "key_{hex:40}",
     "near": ["test_token"]})");
  SampleRandom random(test_seed());
  const std::string value = random_of(kHexLetters, 40, random);
  CHECK(findings_in(engine, "test = '" + value.substr(8) + "'\n").size() == 1);
  CHECK(findings_in(engine, "test: key_" + value + "\n").size() == 1);
  CHECK(findings_in(engine, "tests = '" + value.substr(8) + "'\n").empty());
  CHECK(findings_in(engine, "a test of " + value.substr(8) + "\n").empty());
}

TEST_CASE("A provider's rules stand together among those of like names") {
  const RuleSet set = two_providers();
  const RuleRange range = rules_around(set, 1);
  REQUIRE(range.end == range.begin + 1);
  CHECK(set.rules[range.begin].id == "zed-key");
}

TEST_CASE("A value may stand after a dash and the word that names it") {
  const Engine engine = engine_of(R"(
    {"id": "test-key", "what": "key", "confidence": "medium", "shape": "{hex:32}",
     "near": ["acme"]},
    {"id": "test-id", "what": "key", "confidence": "medium", "shape": "{base62+-:37}",
     "near": ["zed"]})");
  SampleRandom random(test_seed());
  const std::string value = "7" + random_of(kHexLetters, 36, random);
  const std::string key = value.substr(0, 32);
  for (const char* before : {"acme-secret-", "acme_KEY-", "acmeToken-", "x/acme-access-"}) {
    INFO(before);
    CHECK(findings_in(engine, before + key + "\n").size() == 1);
  }
  CHECK(findings_in(engine, "acme-logo-" + key + "\n").empty());
  CHECK(findings_in(engine, "zed-secret-" + value + "\n").size() == 1);
}

}  // namespace aegis
