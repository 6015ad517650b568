#include "scanner/gitleaks/config.h"

#include <catch2/catch.hpp>

#include <string>

namespace aegis::gitleaks {
namespace {

std::string error_of(const std::string& toml) {
  const auto config = config_of(toml, "c.toml");
  return config ? "none" : config.error().message();
}

TEST_CASE("a configuration's keys are read in any case, old and new spellings alike") {
  const auto config = config_of(R"(
Title = "t"
[[Rules]]
ID = "a"
REGEX = 'a(b)c'
secretgroup = 1
keywords = ["AB"]
[Rules.AllowList]
stopwords = ["zz"]
[allowlist]
paths = ['x']
)",
                                "c.toml");
  REQUIRE(config);
  REQUIRE(config->rules.size() == 1);
  CHECK(config->rules[0].secret_group == 1);
  CHECK(config->rules[0].keywords.size() == 1);
  CHECK(config->rules[0].allowlists.size() == 1);
  CHECK(config->allowlists.size() == 1);
  CHECK(config->notes.empty());
}

TEST_CASE("what a configuration has wrong is named with its line or its rule") {
  CHECK(error_of("[[rules]\n").find("c.toml: line 1: ") == 0);
  CHECK(error_of("[[rules]]\nid = 'a'\nregex = '(b'\n").find("c.toml: rule a: regex: missing )") ==
        0);
  CHECK(error_of("[[rules]]\nid = 'a'\n") == "c.toml: rule a: needs a regex or a path");
  CHECK(error_of("[[rules]]\nregex = 'a'\n").find("c.toml: line 1: a rule without an id") == 0);
  CHECK(error_of("[[rules]]\nid = 'a'\nregex = 'b'\nsecretGroup = 1\n") ==
        "c.toml: rule a: secretGroup is 1; the regex has 0 groups");
  CHECK(error_of("[[rules]]\nid = 'a'\nregex = 'b'\nkeywords = 3\n") ==
        "c.toml: line 4: keywords must be a list of texts");
  CHECK(error_of("[[allowlists]]\ndescription = 'x'\n").find("needs commits, paths") !=
        std::string::npos);
  CHECK(error_of("[[allowlists]]\npaths = ['x']\ncondition = 'XOR'\n").find("AND or OR") !=
        std::string::npos);
  CHECK(error_of("[[allowlists]]\nregexes = ['x']\nregexTarget = 'file'\n").find("line 1") !=
        std::string::npos);
  CHECK(error_of("[[allowlists]]\nregexes = ['x(']\n") == "c.toml: allowlist: x(: missing ): x(");
  CHECK(error_of("[allowlist]\npaths = ['x']\n[[allowlists]]\npaths = ['x']\n")
            .find("old spelling") != std::string::npos);
  CHECK(error_of("[[allowlists]]\ntargetRules = ['q']\npaths = ['x']\n") ==
        "c.toml: targetRules names q, which is no rule");
  CHECK(error_of("[[rules]]\nid = 'a'\nregex = 'b'\n[[rules.required]]\nid = 'c'\n") ==
        "c.toml: rule a: requires c, which is no rule of this file");
  CHECK(error_of("[extend]\nurl = 'https://x'\n").find("nothing is fetched") != std::string::npos);
  CHECK(error_of("[extend]\npath = 'a'\nuseDefault = true\n").find("keep one") !=
        std::string::npos);
  CHECK(error_of("[extend]\npath = 'no such file'\n").find("cannot extend") != std::string::npos);
}

TEST_CASE("keys that mean nothing to gitleaks are told, with their lines") {
  const auto config = config_of("[[rules]]\nid = 'a'\nregexs = 'x'\nregex = 'b'\n", "c.toml");
  REQUIRE(config);
  REQUIRE(config->notes.size() == 1);
  CHECK(config->notes[0].find("c.toml: line 3: regexs") == 0);
}

TEST_CASE("of rules with one id the last counts") {
  const auto config =
      config_of("[[rules]]\nid = 'a'\nregex = 'b'\n[[rules]]\nid = 'a'\nregex = 'c'\n", "c.toml");
  REQUIRE(config);
  REQUIRE(config->rules.size() == 1);
  CHECK(config->rules[0].regex->pattern() == "c");
}

TEST_CASE("only enabled rules are kept, and one that is not there is an error") {
  auto config =
      config_of("[[rules]]\nid = 'a'\nregex = 'b'\n[[rules]]\nid = 'c'\nregex = 'c'\n", "c.toml");
  REQUIRE(config);
  CHECK_FALSE(keep_rules(*config, {"d"}));
  REQUIRE(keep_rules(*config, {"c"}));
  REQUIRE(config->rules.size() == 1);
  CHECK(config->rules[0].id == "c");
}

}  // namespace
}  // namespace aegis::gitleaks
