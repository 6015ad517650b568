#include "scanner/rule/sample.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "scanner/rule/rule_file.h"
#include "scanner/rule/shape_match.h"
#include "tests/support/samples.h"

namespace aegis {

TEST_CASE("Samples are the same on every machine") {
  SampleRandom random(1);
  CHECK(random.next() == 0x910a2dec89025cc1);  // SplitMix64's published first output
  const Rule rule =
      rule_of(R"({"id": "test-a", "what": "key", "shape": "acme_{hex-lower:8}{crc32-base62:6}"})");
  SampleRandom one(seed_of(rule));
  SampleRandom two(seed_of(rule));
  CHECK(example_of(rule, 0, one) == example_of(rule, 0, two));
  CHECK(example_of(rule, 0, one) != example_of(rule, 0, one));
  const Rule other = rule_of(R"({"id": "test-b", "what": "key", "shape": "acme_{hex-lower:8}"})");
  CHECK(seed_of(rule) != seed_of(other));
}

TEST_CASE("Every built-in rule has examples that its shape matches whole") {
  for (const Rule& rule : built_in_rules().rules) {
    if (rule.kind == MatchKind::kGrammar) continue;
    SampleRandom random(seed_of(rule));
    const auto shape = shape_of(rule);
    for (const Variant& variant : shape->variants) {
      INFO(rule.id);
      const auto example = make_example(rule, variant, random);
      REQUIRE(example);
      CHECK(match_variant(variant, *example, 0) == example->size());
      CHECK(verify_shape_checksum(variant, *example) != ChecksumVerdict::kBad);
    }
  }
}

TEST_CASE("A near miss is not matched whole by its variant, or has a wrong checksum") {
  std::set<std::string> kinds;
  for (const Rule& rule : built_in_rules().rules) {
    if (rule.kind == MatchKind::kGrammar) continue;
    SampleRandom random(seed_of(rule));
    const auto shape = shape_of(rule);
    for (const Variant& variant : shape->variants) {
      for (const NearMiss& miss : make_near_misses(rule, variant, random)) {
        INFO(rule.id << ": " << miss.what);
        kinds.insert(miss.what);
        const bool whole = match_variant(variant, miss.text, 0) == miss.text.size();
        CHECK((!whole || std::string(miss.what) == "wrong checksum"));
      }
    }
  }
  CHECK(kinds ==
        std::set<std::string>{"one long", "one short", "wrong alphabet", "wrong checksum"});
}

TEST_CASE("Entropy that a rule asks for is in its examples") {
  const Rule rule =
      rule_of(R"({"id": "test-a", "what": "key", "shape": "acme_{hex-lower:8}", "entropy": 3.4})");
  SampleRandom random(test_seed());
  const auto shape = shape_of(rule);
  for (int i = 0; i < 50; ++i) CHECK(make_example(rule, shape->variants[0], random));
  Rule impossible = rule;
  impossible.entropy = 7;
  CHECK_FALSE(make_example(impossible, shape->variants[0], random));
}

TEST_CASE("Surroundings hold the token and its name") {
  for (const std::string& text : in_surroundings("TOKEN", "acme_value")) {
    INFO(text);
    CHECK(text.find("TOKEN") != std::string::npos);
    CHECK(text.find("acme_value") != std::string::npos);
  }
}

}  // namespace aegis
