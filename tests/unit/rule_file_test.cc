#include "scanner/rule/rule_file.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/support/samples.h"

namespace aegis {

namespace {

// A file whose one rule stands on line 3.
std::string file_of(const std::string& rule) {
  return "{ \"provider\": \"acme\", \"name\": \"Acme\",\n  \"rules\": [\n    " + rule + "\n  ] }\n";
}

std::string problem(const std::string& json) {
  const auto set = load_rules({{"rules/acme.json", json}});
  return set ? "none" : set.error().message();
}

}  // namespace

TEST_CASE("A rule file is read with all its fields") {
  const auto set = load_rules({{"acme.json", R"({ // comments may stand here
    "provider": "acme", "name": "Acme", "rotate": "https://acme.invalid", "check_use": "Look.",
    "rules": [
      { "id": "acme-b", "what": "key", "severity": "critical", "confidence": "low", "shape": "acme_{hex:8}",
        "near": ["Z.ai", "acme_key"], "with": { "rule": "acme-a", "within": 7 }, "entropy": 2.5, "check": "jwt",
        "files": ["*.env"], "source": "https://acme.invalid/doc" },
      { "id": "acme-a", "what": "id", "pattern": "acme-[0-9]{5}" },
      { "id": "acme-c", "what": "password", "grammar": "assignment", "words": ["acmepass"] } ] })"}});
  REQUIRE(set);
  REQUIRE(set->rules.size() == 3);
  const Rule& rule = set->rules[1];
  CHECK(set->rules[0].id == "acme-a");
  CHECK(rule.id == "acme-b");
  CHECK(set->provider_of(rule).name == "Acme");
  CHECK(set->provider_of(rule).rotate == "https://acme.invalid");
  CHECK(set->provider_of(rule).check_use == "Look.");
  CHECK(rule.what == "key");
  CHECK(rule.severity == Severity::kCritical);
  CHECK(rule.confidence == Confidence::kLow);
  CHECK(rule.kind == MatchKind::kShape);
  CHECK(rule.match == "acme_{hex:8}");
  CHECK(rule.near == std::vector<std::string>{"z.ai", "acme_key"});
  CHECK(rule.with == "acme-a");
  CHECK(rule.within == 7);
  CHECK(rule.entropy == 2.5);
  CHECK(rule.check == Check::kJwt);
  CHECK(rule.files == std::vector<std::string>{"*.env"});
  CHECK(set->rules[0].kind == MatchKind::kPattern);
  CHECK(set->rules[0].severity == Severity::kHigh);
  CHECK(set->rules[0].confidence == Confidence::kHigh);
  CHECK(set->rules[2].kind == MatchKind::kGrammar);
  CHECK(set->find("acme-c") == &set->rules[2]);
  CHECK(set->find("acme-d") == nullptr);
}

TEST_CASE("A wrong rule is an error that names the file, the line and the rule") {
  struct Row {
    const char* rule;
    const char* problem;
  };
  const Row rows[] = {
      {R"({"what": "key", "shape": "acme_{hex:8}"})",
       "rule without id: id must be of a-z, 0-9 and -"},
      {R"({"id": "Acme", "what": "key", "shape": "acme_{hex:8}"})",
       "rule Acme: id must be of a-z, 0-9 and -"},
      {R"({"id": 7, "what": "key", "shape": "acme_{hex:8}"})",
       "rule without id: id must be a string"},
      {R"({"id": "acme-a", "shape": "acme_{hex:8}"})", "rule acme-a: needs what"},
      {R"({"id": "acme-a", "what": "key"})",
       "rule acme-a: needs one of shape, pattern, grammar and file"},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "pattern": "acme"})",
       "rule acme-a: needs one of shape, pattern, grammar and file"},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8"})",
       "rule acme-a: shape, character 6: missing }"},
      {R"({"id": "acme-a", "what": "key", "shape": "(acme)?"})",
       "rule acme-a: shape may match the empty string"},
      {R"({"id": "acme-a", "what": "key", "pattern": "acme[0-9]+"})",
       "rule acme-a: pattern, character 10: unbounded; write {n,m}"},
      {R"({"id": "acme-a", "what": "key", "grammar": "poem"})",
       "rule acme-a: unknown grammar \"poem\""},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "words": ["x"]})",
       "rule acme-a: words are for grammars; near names a value"},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "severity": "dire"})",
       "rule acme-a: unknown severity \"dire\""},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "confidence": "sure"})",
       "rule acme-a: unknown confidence \"sure\""},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "check": "sum"})",
       "rule acme-a: unknown check \"sum\""},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "entropy": 9})",
       "rule acme-a: entropy must be a number in range"},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "near": "acme"})",
       "rule acme-a: near must be a list of strings, none empty"},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "near": []})",
       "rule acme-a: near must be a list of strings, none empty"},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "near": ["-x-"]})",
       "rule acme-a: a near word has at least two letters or digits"},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "not": ["ABCD"]})",
       "rule acme-a: not lists SHA-256 in lower-case hex"},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "with": "acme-b"})",
       "rule acme-a: with must be an object"},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "with": {"within": 3}})",
       "rule acme-a: with: with needs a rule"},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "with": {"rule": "acme-a", "within": 51}})",
       "rule acme-a: with: within must be a number in range"},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "colour": "red"})",
       "rule acme-a: unknown key \"colour\""},
      {R"({"id": "acme-a", "what": "key", "shape": "(a|b|c|d)(e|f|g|h)(a|b|c|d)(e|f|g|h)_{hex:8}"})",
       "rule acme-a: is slow to compile"},
      {R"("acme")", "a rule must be an object"},
  };
  for (const Row& row : rows) {
    INFO(row.rule);
    const std::string line = std::string(row.rule)[0] == '"' ? "1" : "3";
    CHECK(problem(file_of(row.rule)).find(row.problem) != std::string::npos);
    CHECK(problem(file_of(row.rule)).find("rules/acme.json: line ") == 0);
    if (std::string(row.problem).find("without id") == std::string::npos && line == "3") {
      CHECK(problem(file_of(row.rule)).find("rules/acme.json: line 3: ") == 0);
    }
  }
  CHECK(
      problem(
          file_of(
              R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "with": {"rule": "acme-z"}})"))
          .find("rule acme-a: with names no other rule: acme-z") != std::string::npos);
  CHECK(
      problem(
          file_of(
              R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "with": {"rule": "acme-a"}})"))
          .find("rule acme-a: with names no other rule: acme-a") != std::string::npos);
}

TEST_CASE("A rule that goes by a file's name is read with all its fields") {
  const auto set = load_rules({{"acme.json", R"({
    "provider": "acme", "name": "Acme", "except": ["*.Sample"],
    "rules": [
      { "id": "acme-b", "what": "login", "severity": "low", "confidence": "medium", "file": ["Acme.KEY", ".acme/*.db"],
        "except": ["demo*"], "content": "private-key", "now": "Log out.", "source": "https://acme.invalid/doc" },
      { "id": "acme-c", "what": "id", "shape": "acme-{hex:8}" },
      { "id": "acme-a", "what": "state", "file": ["*.acme"] } ] })"}});
  REQUIRE(set);
  REQUIRE(set->rules.size() == 1);
  REQUIRE(set->file_rules.size() == 2);
  CHECK(set->providers[0].except == std::vector<std::string>{"*.sample"});
  const FileRule& rule = set->file_rules[1];
  CHECK(rule.rule.id == "acme-b");
  CHECK(rule.rule.kind == MatchKind::kFile);
  CHECK(rule.rule.severity == Severity::kLow);
  CHECK(rule.rule.confidence == Confidence::kMedium);
  CHECK(rule.rule.now == "Log out.");
  CHECK(rule.names == std::vector<std::string>{"acme.key", ".acme/*.db"});
  CHECK(rule.except == std::vector<std::string>{"demo*"});
  CHECK(rule.content == FileContent::kPrivateKey);
  CHECK(set->file_rules[0].content == FileContent::kAny);
  CHECK(set->find_file_rule("acme-b") == &rule);
  CHECK(set->find_file_rule("acme-c") == nullptr);
  CHECK(set->find("acme-b") == nullptr);
  CHECK(set->has("acme-b"));
  CHECK(set->has("acme-c"));
  CHECK_FALSE(set->has("acme-d"));
}

TEST_CASE("A wrong rule that goes by a file's name is an error") {
  struct Row {
    const char* rule;
    const char* problem;
  };
  const Row rows[] = {
      {R"({"id": "acme-a", "what": "key", "file": []})",
       "file must be a list of strings, none empty"},
      {R"({"id": "acme-a", "what": "key", "file": ["*a*"]})",
       "the last part of \"*a*\" neither begins nor ends with two plain characters"},
      {R"({"id": "acme-a", "what": "key", "file": ["acme/*"]})", "neither begins nor ends"},
      {R"({"id": "acme-a", "what": "key", "file": ["*.acme"], "content": "poem"})",
       "unknown content \"poem\""},
      {R"({"id": "acme-a", "what": "key", "file": ["*.acme"], "near": ["acme"]})",
       "unknown key \"near\""},
      {R"({"id": "acme-a", "what": "key", "file": ["*.acme"], "shape": "acme_{hex:8}"})",
       "unknown key \"shape\""},
      {R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}", "content": "any"})",
       "unknown key \"content\""},
      {R"({"id": "acme-a", "what": "key", "file": ["*.acme"]}, {"id": "acme-a", "what": "id", "shape": "acme_{hex:8}"})",
       "rule acme-a: id stands twice"},
      {R"({"id": "acme-a", "what": "key", "file": ["*.acme"]}, {"id": "acme-b", "what": "id", "file": ["*.ACME"]})",
       "rules acme-a and acme-b both go by the name \"*.acme\""},
      {R"({"id": "acme-a", "what": "key", "file": ["*.acme"]}, {"id": "acme-b", "what": "id", "shape": "acme_{hex:8}", "with": {"rule": "acme-a"}})",
       "with names no other rule: acme-a"},
  };
  for (const Row& row : rows) {
    INFO(row.rule);
    CHECK(problem(file_of(row.rule)).find(row.problem) != std::string::npos);
  }
}

TEST_CASE("A rule that nothing could find is an error") {
  const auto rule = [](const std::string& shape, const std::string& more = "") {
    return problem(file_of("{\"id\": \"acme-a\", \"what\": \"key\", \"shape\": \"" + shape + "\"" +
                           more + "}"));
  };
  CHECK(rule("{hex:32}").find("has no distinct part") != std::string::npos);
  CHECK(rule("{hex:32}", ", \"near\": [\"acme\"]") == "none");
  CHECK(rule("{hex:12}", ", \"near\": [\"acme\"]") == "none");
  CHECK(rule("{hex:12}", ", \"check\": \"jwt\"")
            .find("does not begin with 16 characters of a run; give it near") != std::string::npos);
  CHECK(rule("{hex:7}", ", \"near\": [\"acme\"]").find("may be as short as 7 characters") !=
        std::string::npos);
  CHECK(rule("{hex:12}", ", \"near\": [\"a.c\"]").find("three letters") != std::string::npos);
  CHECK(rule("ab{hex:12}").find("has no distinct part") != std::string::npos);
  CHECK(rule("acme{hex:12}") == "none");
}

TEST_CASE("A wrong file is an error that names the file and the line") {
  CHECK(problem("") == "rules/acme.json: line 1: not valid JSON");
  CHECK(problem("{\n\n,}") == "rules/acme.json: line 3: not valid JSON");
  CHECK(problem("[]") == "rules/acme.json: must be an object");
  CHECK(problem("{\"provider\": \"acme\",\n\"provider\": \"acme\"}") ==
        "rules/acme.json: line 2: key \"provider\" stands twice");
  CHECK(problem("{\"name\": \"A\",\n \"rules\": [{}]}").find("needs provider") !=
        std::string::npos);
  CHECK(problem("{\"provider\": \"A C\",\n \"name\": \"A\", \"rules\": [{}]}") ==
        "rules/acme.json: line 1: needs provider, of a-z, 0-9 and -");
  CHECK(problem("{\"provider\": \"a\", \"rules\": [{}]}").find("needs name") != std::string::npos);
  CHECK(problem("{\"provider\": \"a\", \"name\": \"A\"}").find("needs rules") != std::string::npos);
  CHECK(problem("{\"provider\": \"a\", \"name\": \"A\",\n\"rules\": []}") ==
        "rules/acme.json: line 2: rules must be a list, not empty");
  CHECK(problem("{\"provider\": \"a\", \"name\": \"A\", \"rules\": [{}],\n \"hue\": 1}") ==
        "rules/acme.json: line 2: unknown key \"hue\"");
}

TEST_CASE("Ids and providers stand once in all files together") {
  const std::string rule = R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}"})";
  const std::string file = file_of(rule);
  const auto twice = load_rules({{"a.json", file_of(rule + ", " + rule)}});
  CHECK(twice.error().message() == "a.json: rule acme-a: id stands twice");
  const auto provider = load_rules({{"a.json", file}, {"b.json", file}});
  CHECK(provider.error().message() == "b.json: provider acme stands in a.json already");
  const auto id =
      load_rules({{"a.json", file}, {"b.json", replaced(file, "\"acme\"", "\"other\"")}});
  REQUIRE_FALSE(id);
  CHECK(id.error().message() == "b.json: rule acme-a: id stands twice, first in a.json");
}

TEST_CASE("Rules come from one file or from every JSON file of a folder") {
  TemporaryFolder folder;
  const std::string file = file_of(R"({"id": "acme-a", "what": "key", "shape": "acme_{hex:8}"})");
  folder.write("b.json", file);
  folder.write("schema.json", "not a rule file");
  folder.write("README.md", "nor this");
  CHECK(load_rules_from(folder.path())->rules.size() == 1);
  CHECK(load_rules_from(folder.path("b.json"))->rules.size() == 1);
  CHECK(load_rules_from(folder.path("c.json")).error().kind() == ErrorKind::kUsage);
  TemporaryFolder empty;
  CHECK(load_rules_from(empty.path()).error().message() == empty.path() + ": holds no *.json");
}

TEST_CASE("Words are compared without case and separators") {
  CHECK(folded_word("Z.AI") == "zai");
  CHECK(folded_word("my_API-key name") == "myapikeyname");
  CHECK(folded_word("-_. ") == "");
}

}  // namespace aegis
