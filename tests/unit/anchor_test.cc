#include "scanner/rule/anchor.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "scanner/detect/prefilter.h"
#include "scanner/rule/rule_file.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

std::optional<Anchor> anchor_of(const std::string& shape) {
  return choose_anchor(parse_shape(shape)->variants.front());
}

}  // namespace

TEST_CASE("The anchor is the distinct part, at a known distance from the beginning") {
  const auto leading = anchor_of("acme_live_{base62:24}");
  REQUIRE(leading);
  CHECK(leading->before_min == 0);
  CHECK(leading->before_max == 0);
  const auto inner = anchor_of("{base62:8,12}.acme-apps.{hex:4}");
  REQUIRE(inner);
  CHECK(inner->before_min <= 8);
  CHECK(inner->before_max <= 12);
  CHECK(inner->before_max - inner->before_min == 4);
}

TEST_CASE("A shape without a distinct part has no anchor") {
  for (const char* shape : {"{hex:32}", "ab{hex:32}", "{base62:20}-{base62:20}"}) {
    INFO(shape);
    CHECK_FALSE(anchor_of(shape));
  }
}

TEST_CASE("Every example of every rule holds its anchor where the anchor says") {
  SampleRandom random(test_seed());
  for (const Rule& rule : built_in_rules().rules) {
    if (rule.kind == MatchKind::kGrammar) continue;
    const auto shape = shape_of(rule);
    for (size_t v = 0; v < shape->variants.size() && v < 4; ++v) {
      const auto anchor = choose_anchor(shape->variants[v]);
      const auto example = make_example(rule, shape->variants[v], random);
      if (!anchor || !example) continue;
      INFO(rule.id << " variant " << v << ": " << anchor->expression);
      const auto prefilter = Prefilter::compile({{anchor->expression, false}});
      REQUIRE(prefilter);
      auto scratch = prefilter->make_scratch();
      REQUIRE(scratch);
      std::vector<RawMatch> matches;
      REQUIRE(prefilter->scan(*example, *scratch, matches));
      CHECK(std::any_of(matches.begin(), matches.end(), [&](const RawMatch& match) {
        return match.end >= anchor->width + anchor->before_min &&
               match.end <= anchor->width + anchor->before_max;
      }));
    }
  }
}

TEST_CASE("A variant begins with so many characters of a run, at least and at most") {
  struct Row {
    const char* shape;
    size_t least;
    size_t most;
  };
  const Row rows[] = {
      {"{hex:32}", 32, 32},
      {"{hex:20,32}", 20, 32},
      {"{hex:20}.{hex:5}", 20, 20},
      {"ab-{hex:20}", 23, 23},
      {".{hex:20}", 0, 0},
      {"{hex:20}(=)?", 20, 20},
      {"{base64+.:20}", 0, kMaxMatch},
  };
  for (const Row& row : rows) {
    INFO(row.shape);
    const Lead lead = leading_run(parse_shape(row.shape)->variants.front(), kRunSet);
    CHECK(lead.least == row.least);
    CHECK(lead.most == row.most);
  }
}

TEST_CASE("A set is written as a class of escaped bytes") {
  CHECK(expression_of(CharSet("a")) == "\\x61");
  CHECK(expression_of(CharSet("abc")) == "[\\x61-\\x63]");
  CHECK(expression_of(CharSet("ac]")) == "[\\x5d\\x61\\x63]");
  CHECK(expression_of(CharSet("\xff")) == "\\xff");
}

}  // namespace aegis
