#include "scanner/gitleaks/matcher.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace aegis::gitleaks {
namespace {

struct Place {
  std::string_view path = "f";
  std::string_view commit = {};
};

// "rule line:column-line:column secret" for each match.
std::vector<std::string> found(const std::string& toml, std::string_view text, Place place = {},
                               AllowComments comments = AllowComments::kHeed) {
  const auto config = config_of(toml, "c.toml");
  INFO((config ? "" : config.error().message()));
  REQUIRE(config);
  Fragment fragment;
  fragment.site = {place.commit, place.path};
  fragment.text = text;
  fragment.core = {0, text.size()};
  std::vector<Match> matches;
  REQUIRE(Matcher(*config, comments, 5).scan(fragment, matches));
  std::vector<std::string> all;
  for (const Match& match : matches) {
    all.push_back(
        match.rule->id + " " + std::to_string(match.place.start_line) + ":" +
        std::to_string(match.place.start_column) + "-" + std::to_string(match.place.end_line) +
        ":" + std::to_string(match.place.end_column) + " " + std::string(match.secret.reveal()));
  }
  return all;
}

using Found = std::vector<std::string>;

TEST_CASE("the secret is the group asked for, or the first that is not empty, or all") {
  CHECK(found("[[rules]]\nid='r'\nregex='a(x)?(b+)'\n", "ab axbb") ==
        Found{"r 1:1-1:3 b", "r 1:4-1:8 x"});
  CHECK(found("[[rules]]\nid='r'\nregex='a(x)?(b+)'\nsecretGroup=2\n", "axbb") ==
        Found{"r 1:1-1:5 bb"});
  CHECK(found("[[rules]]\nid='r'\nregex='ab+'\n", "\nzabb\n") == Found{"r 2:2-2:5 abb"});
}

TEST_CASE("Go's syntax is understood") {
  for (const char* regex :
       {R"((?i)TOK[[:digit:]]{2}\b)", R"((?P<a>tok)(?:\d\d)\z)", R"((?<a>tok)\x31\d)",
        R"((?i:TOK)1[^\x60]$)", R"(t\pL{2}12)", R"((?s)tok1.)", R"(\Qtok\E\d+)"}) {
    INFO(regex);
    CHECK(found("[[rules]]\nid='r'\nregex='''" + std::string(regex) + "'''\n", "tok12").size() ==
          1);
  }
}

TEST_CASE("line feeds around a match are no part of it") {
  CHECK(found("[[rules]]\nid='r'\nregex='\\sab\\s'\n", "x\nab\ny") == Found{"r 2:1-2:3 ab"});
}

TEST_CASE("a rule is tried when one of its keywords stands in the text, in any case") {
  const std::string rule = "[[rules]]\nid='r'\nregex='x\\d'\nkeywords=['Key', 'other']\n";
  CHECK(found(rule, "x1").empty());
  CHECK(found(rule, "x1 a kEy").size() == 1);
}

TEST_CASE("what has no more entropy than the rule asks for is no secret") {
  const std::string rule = "[[rules]]\nid='r'\nregex='s(\\w+)'\nentropy=";
  CHECK(found(rule + "2", "sabcd").empty());
  CHECK(found(rule + "1.9", "sabcd").size() == 1);
}

TEST_CASE("a path is a condition, or all there is") {
  CHECK(found("[[rules]]\nid='r'\nregex='x'\npath='\\.env$'\n", "x", {"a.txt"}).empty());
  CHECK(found("[[rules]]\nid='r'\nregex='x'\npath='\\.env$'\n", "x", {"b/.env"}).size() == 1);
  CHECK(found("[[rules]]\nid='r'\npath='\\.p12$'\n", "", {"b.p12"}) == Found{"r 0:0-0:0 "});
}

TEST_CASE("a comment on one of the lines lets a match pass") {
  const std::string rule = "[[rules]]\nid='r'\nregex='x\\d'\n";
  CHECK(found(rule, "x1 # gitleaks:allow\nx2") == Found{"r 2:1-2:3 x2"});
  CHECK(found(rule, "x1 # gitleaks:allow\nx2", {}, AllowComments::kIgnore).size() == 2);
}

TEST_CASE("allowlists look at the secret, the match or the line") {
  const std::string rule = "[[rules]]\nid='r'\nregex='k=(x\\d)'\n[[rules.allowlists]]\n";
  CHECK(found(rule + "regexes=['^x1$']\n", "k=x1 k=x2") == Found{"r 1:6-1:10 x2"});
  CHECK(found(rule + "regexTarget='match'\nregexes=['^k=x1$']\n", "k=x1 k=x2").size() == 1);
  CHECK(found(rule + "regexTarget='line'\nregexes=['test']\n", "k=x1 test\nk=x2").size() == 1);
  CHECK(found(rule + "stopwords=['X1']\n", "k=x1 k=x2").size() == 1);
}

TEST_CASE("conditions of an allowlist count alone or together") {
  const std::string rule = "[[rules]]\nid='r'\nregex='x\\d'\n[[allowlists]]\n";
  const std::string both = "paths=['^t/']\nregexes=['x1']\n";
  CHECK(found(rule + both, "x1 x2", {"a"}).size() == 1);
  CHECK(found(rule + both, "x1 x2", {"t/a"}).empty());
  CHECK(found(rule + "condition='AND'\n" + both, "x1 x2", {"a"}).size() == 2);
  CHECK(found(rule + "condition='&&'\n" + both, "x1 x2", {"t/a"}).size() == 1);
  const std::string commit = "commits=['ABCDEF']\n";
  CHECK(found(rule + commit, "x1", {"a", "abcdef"}).empty());
  CHECK(found(rule + commit, "x1", {"a", "abcdee"}).size() == 1);
  CHECK(found(rule + "condition='AND'\npaths=['^t/']\n" + commit, "x1", {"t/", "abcdef"}).empty());
  CHECK(found(rule + "condition='AND'\npaths=['^t/']\n" + commit, "x1", {"a", "abcdef"}).size() ==
        1);
}

TEST_CASE("allowlists beside the rules may be for some of them") {
  const std::string rules =
      "[[rules]]\nid='a'\nregex='x\\d'\n[[rules]]\nid='b'\nregex='x\\d'\n"
      "[[allowlists]]\ntargetRules=['a']\nregexes=['x1']\n";
  CHECK(found(rules, "x1") == Found{"b 1:1-1:3 x1"});
}

TEST_CASE("a flag in a regex of an allowlist counts for those behind it, as in gitleaks") {
  const std::string rule = "[[rules]]\nid='r'\nregex='TOK\\d'\n[[rules.allowlists]]\n";
  CHECK(found(rule + "regexes=['(?i)zz', 'tok']\n", "TOK1").empty());
  CHECK(found(rule + "regexes=['tok', '(?i)zz']\n", "TOK1").size() == 1);
}

TEST_CASE("a composite rule needs its parts close by") {
  const std::string rules =
      "[[rules]]\nid='id'\nregex='i\\d'\nskipReport=true\n"
      "[[rules]]\nid='r'\nregex='x\\d'\n[[rules.required]]\nid='id'\n";
  CHECK(found(rules, "x1\n\n\ni1") == Found{"r 1:1-1:3 x1"});
  CHECK(found(rules, "x1").empty());
  CHECK(found(rules + "withinLines=2\n", "x1\n\n\ni1").empty());
  CHECK(found(rules + "withinLines=3\n", "x1\n\n\ni1").size() == 1);
  CHECK(found(rules + "withinColumns=4\n", "x1   i1").empty());
  CHECK(found(rules + "withinColumns=5\n", "x1   i1").size() == 1);
}

TEST_CASE("a generic rule gives way to another one that has the same secret on the line") {
  const std::string rules =
      "[[rules]]\nid='generic-key'\nregex='k=(x\\d)'\n[[rules]]\nid='x'\nregex='x1'\n";
  CHECK(found(rules, "k=x1\nk=x2") == Found{"generic-key 2:1-2:5 x2", "x 1:3-1:5 x1"});
}

TEST_CASE("what is encoded is found where it stands, and tells how it was") {
  const auto config = config_of("[[rules]]\nid='r'\nregex='tok_(\\d{12})'\ntags=['t']\n", "c.toml");
  REQUIRE(config);
  const std::string text = "one\nv = dG9rXzEyMzQ1Njc4OTAxMg== end\n";
  Fragment fragment;
  fragment.text = text;
  fragment.core = {0, text.size()};
  std::vector<Match> matches;
  REQUIRE(Matcher(*config, AllowComments::kHeed, 1).scan(fragment, matches));
  REQUIRE(matches.size() == 1);
  CHECK(matches[0].secret.reveal() == "123456789012");
  CHECK(matches[0].shown == "tok_REDACTED");
  CHECK(matches[0].place.start_line == 2);
  CHECK(matches[0].place.start_column == 5);
  CHECK(matches[0].tags == Found{"decoded:base64", "decode-depth:1"});
  matches.clear();
  REQUIRE(Matcher(*config, AllowComments::kHeed, 0).scan(fragment, matches));
  CHECK(matches.empty());
}

TEST_CASE("only what begins in the core counts") {
  const auto config = config_of("[[rules]]\nid='r'\nregex='x\\d'\n", "c.toml");
  REQUIRE(config);
  Fragment fragment;
  fragment.site = {{}, "f"};
  fragment.text = "x1 x2 x3";
  fragment.core = {3, 6};
  fragment.line = 7;
  fragment.column = 100;
  std::vector<Match> matches;
  REQUIRE(Matcher(*config, AllowComments::kHeed, 5).scan(fragment, matches));
  REQUIRE(matches.size() == 1);
  CHECK(matches[0].place.start_line == 7);
  CHECK(matches[0].place.start_column == 104);
}

TEST_CASE("a rule that matches everywhere is an error, not an endless run") {
  const auto config = config_of("[[rules]]\nid='r'\nregex='x'\n", "c.toml");
  REQUIRE(config);
  const std::string text(20'000, 'x');
  Fragment fragment;
  fragment.text = text;
  fragment.core = {0, text.size()};
  std::vector<Match> matches;
  const auto status = Matcher(*config, AllowComments::kHeed, 5).scan(fragment, matches);
  REQUIRE_FALSE(status);
  CHECK(status.error().message().find("rule r matches more than 10000 times") == 0);
  CHECK(status.error().kind() == ErrorKind::kUnreadable);
}

}  // namespace
}  // namespace aegis::gitleaks
