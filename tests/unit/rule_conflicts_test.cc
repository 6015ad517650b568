#include "scanner/detect/rule_conflicts.h"

#include <catch2/catch.hpp>
#include <string>

#include "scanner/rule/rule_file.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

RuleSet set_of(const std::string& provider, const std::string& rules) {
  auto set = load_rules(
      {{"x.json", R"({"provider":")" + provider + R"(","name":"Name","rules":[)" + rules + "]}"}});
  if (!set) FAIL(set.error().message());
  return *std::move(set);
}

std::string problems(const RuleSet& set, std::vector<RuleBook> beside = {}) {
  const auto ok = check_conflicts(set, std::move(beside));
  return ok ? "" : ok.error().message();
}

std::string rule(const std::string& id, const std::string& fields) {
  return R"({"id": ")" + id + R"(", "what": "key", )" + fields + "}";
}

}  // namespace

TEST_CASE("The built-in rules are in nobody's way") {
  CHECK(problems(built_in_rules()).empty());
}

TEST_CASE("Two rules that match the same are an error that names both") {
  const std::string said = problems(
      set_of("test", rule("test-a", R"("shape": "acme_{hex:32}")") + "," +
                         rule("test-b", R"("shape": "acme_{hex:32}", "severity": "low")")));
  CHECK(said ==
        "rules test-a and test-b match the same; give one of them near words of its own, or "
        "join them");
  CHECK(problems(set_of("test", rule("test-a", R"("shape": "{hex:32}", "near": ["one"])") + "," +
                                    rule("test-b", R"("shape": "{hex:32}", "near": ["two"])")))
            .empty());
}

TEST_CASE("A rule that another one stands before wherever it matches is an error that names both") {
  const std::string said = problems(
      set_of("test", rule("test-a", R"("shape": "acme_{hex-lower:32}", "confidence": "medium")") +
                         "," + rule("test-b", R"("shape": "acme_{hex:32}")")));
  CHECK(said.find("rule test-a is shadowed by test-b") == 0);
  // The narrower one is of use, and so is the wider one.
  CHECK(problems(set_of("test", rule("test-a", R"("shape": "acme_{hex-lower:32}")") + "," +
                                    rule("test-b", R"("shape": "acme_{hex:32}")")))
            .empty());
}

TEST_CASE("Rules are held against those beside them") {
  const RuleSet own = set_of("own", rule("own-a", R"("shape": "acme_{hex:32}")"));
  const auto beside = [&] {
    std::vector<RuleBook> books;
    books.push_back(*make_rule_book(own));
    return books;
  };
  CHECK(problems(set_of("user", rule("user-a", R"("shape": "acme_{hex:32}")")), beside())
            .find("rules own-a and user-a match the same") == 0);
  CHECK(problems(set_of("user", rule("user-b", R"("shape": "acme_{hex:32}", "confidence": "low")")),
                 beside())
            .find("rules own-a and user-b") == 0);
  CHECK(problems(set_of("user",
                        rule("user-c", R"("shape": "acme_{hex-lower:32}", "confidence": "low")")),
                 beside())
            .find("rule user-c is shadowed by own-a") == 0);
  CHECK(problems(set_of("user", rule("user-d", R"("shape": "other_{hex:32}")")), beside()).empty());
  CHECK(problems(set_of("user", rule("own-a", R"("shape": "other_{hex:32}")")), beside())
            .find("own-a stands in two rule sets") != std::string::npos);
}

}  // namespace aegis
