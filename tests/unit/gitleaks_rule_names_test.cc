#include "scanner/gitleaks/rule_names.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis::gitleaks {
namespace {

TEST_CASE("every rule that goes by gitleaks' names is a rule, and they are in order") {
  const auto rules = rules_with_gitleaks_names();
  CHECK(std::is_sorted(rules.begin(), rules.end()));
  for (const std::string_view rule : rules) {
    INFO(rule);
    CHECK(built_in_rules().has(std::string(rule)));
  }
}

TEST_CASE("a rule may have several names, or only its own") {
  CHECK(gitleaks_names_of("github-token") ==
        std::vector<std::string_view>{"github-app-token", "github-oauth", "github-pat"});
  CHECK(gitleaks_names_of("no-such-rule") == std::vector<std::string_view>{"no-such-rule"});
}

}  // namespace
}  // namespace aegis::gitleaks
