#include "scanner/detect/prefix_index.h"

#include <catch2/catch.hpp>
#include <string>

#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

RuleSet rules(const std::string& list) {
  auto set = load_rules(
      {{"acme.json", R"({ "provider": "acme", "name": "Acme", "rules": [)" + list + "] }"}});
  REQUIRE(set);
  return *std::move(set);
}

}  // namespace

TEST_CASE("A token that is known by its beginning is cut short where every form is longer") {
  const auto prefixes = token_prefixes(rules(R"(
      { "id": "acme-a", "what": "key", "severity": "high", "shape": "acme_{base62:32}" },
      { "id": "acme-b", "what": "key", "severity": "high", "shape": "acme_live_{base62:16,20}" },
      { "id": "acme-c", "what": "key", "severity": "high", "shape": "(acme_|zed_){hex:24}" })"));
  CHECK(prefixes == std::vector<TokenPrefix>{{"acme_", 29}, {"acme_live_", 26}, {"zed_", 28}});
  CHECK(is_cut_short(prefixes, "acme_7Hq9"));
  CHECK(is_cut_short(prefixes, "acme_"));
  CHECK(is_cut_short(prefixes, "acme_" + std::string(23, '7')));
  CHECK_FALSE(is_cut_short(prefixes, "acme_" + std::string(24, '7')));
  // The longer beginning has the shorter form.
  CHECK(is_cut_short(prefixes, "acme_live_" + std::string(15, '7')));
  CHECK_FALSE(is_cut_short(prefixes, "acme_live_" + std::string(16, '7')));
  CHECK_FALSE(is_cut_short(prefixes, "acm"));
  CHECK_FALSE(is_cut_short(prefixes, "other_7Hq9"));
  CHECK_FALSE(is_cut_short(prefixes, ""));
  CHECK_FALSE(is_cut_short({}, "acme_7Hq9"));
  CHECK(begins_as_known(prefixes, "acme_" + std::string(99, '7')));
  CHECK_FALSE(begins_as_known(prefixes, "acm"));
  CHECK_FALSE(begins_as_known(prefixes, "other_7Hq9"));
}

TEST_CASE("Beginnings that are short, anybody's, or need something beside them, say too little") {
  const auto prefixes = token_prefixes(rules(R"(
      { "id": "acme-d", "what": "key", "severity": "high", "shape": "sk_live_{base62:32}" },
      { "id": "acme-e", "what": "key", "severity": "high", "shape": "zedkey_{base62:32}",
        "with": { "rule": "acme-d", "within": 3 } },
      { "id": "acme-a", "what": "key", "severity": "high", "shape": "ak_{base62:32}" },
      { "id": "acme-b", "what": "key", "severity": "high", "shape": "test_{base62:32}",
        "near": ["acme"] },
      { "id": "acme-c", "what": "password", "severity": "high", "grammar": "assignment",
        "words": ["acmepass"] })"));
  CHECK(prefixes.empty());
}

}  // namespace aegis
