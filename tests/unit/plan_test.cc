#include "scanner/detect/plan.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/support/samples.h"

namespace aegis {

namespace {

std::string rule_with(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "\"" : ", \"") + word + '"';
  return R"({"id": "test-a", "what": "secret", "grammar": "assignment", "words": [)" + list + "]}";
}

bool finds(const Engine& engine, const std::string& name) {
  SampleRandom random(test_seed());
  const std::string text = "x\n" + name + " = \"" + random_of(kBase62Letters, 20, random) + "\"\n";
  return findings_in(engine, text).size() == 1;
}

}  // namespace

TEST_CASE("A word of any length names a value") {
  for (const size_t length : {2u, 3u, 4u, 5u, 40u}) {
    const std::string word =
        std::string("qwxzvkjqwxzvkjqwxzvkjqwxzvkjqwxzvkjqwxzvkj").substr(0, length);
    INFO(word);
    CHECK(finds(engine_of(rule_with({word})), word));
  }
}

TEST_CASE("Of a very long word the fragment lies where a byte can tell") {
  const std::string word = std::string(400, 'e') + "zqxj";
  const Plan plan = make_plan({{{}}, {rule_of(rule_with({word}))}});
  REQUIRE(plan.keywords.size() == 1);
  const KeywordFinder finder(plan.keywords);
  const std::string text = "x " + word + " = 1; " + std::string(100, ' ');
  std::vector<RawMatch> matches;
  finder.find(text, 0, text.size(), matches);
  CHECK(matches.size() == 1);
}

TEST_CASE("The keyword finder has room for all keywords of the built-in rules") {
  CHECK(make_plan(built_in_rules()).displaced == 0);
}

TEST_CASE("A thousand words are too many for the keyword finder, and all are found") {
  std::vector<std::string> words;
  for (char a = 'b'; a <= 'k'; ++a) {
    for (char b = 'b'; b <= 'k'; ++b) {
      for (char c = 'b'; c <= 'k'; ++c) words.push_back(std::string("zq") + a + b + c);
    }
  }
  const RuleSet rules{{{}}, {rule_of(rule_with(words))}};
  CHECK(make_plan(rules).keywords.size() <= kMostKeywords);
  CHECK(make_plan(rules).displaced == words.size() - kMostKeywords);
  const Engine engine = engine_of(rule_with(words));
  for (size_t i = 0; i < words.size(); i += 37) {
    INFO(words[i]);
    CHECK(finds(engine, words[i]));
  }
}

}  // namespace aegis
