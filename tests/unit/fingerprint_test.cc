#include "scanner/finding/fingerprint.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "tests/support/samples.h"

namespace aegis {

namespace {

const Engine& acme() {
  static const Engine engine =
      engine_of(R"({"id": "test-a", "what": "key", "shape": "acme_{base62:24}"})");
  return engine;
}

std::vector<std::string> prints(const std::string& text, const std::string& path = "a.txt") {
  std::vector<std::string> all;
  for (const Finding& finding : findings_in(acme(), text, path)) all.push_back(finding.fingerprint);
  return all;
}

}  // namespace

TEST_CASE("A fingerprint stays when lines move, and is of the line without its secret") {
  SampleRandom random(test_seed());
  const std::string token = token_of("acme_{base62:24}", random);
  const auto print = prints("key = " + token + "\n");
  REQUIRE(print.size() == 1);
  CHECK(print[0].size() == 32);
  CHECK(prints("a\nb\n\nkey = " + token + "\nc\n") == print);
  CHECK(prints("    key = " + token + "  \r\n") == print);
  CHECK(prints("key = " + token_of("acme_{base62:24}", random)) == print);
  CHECK(prints("key := " + token + "\n") != print);
  CHECK(prints("key = " + token + ";\n") != print);
  CHECK(prints("key = " + token + "\n", "b.txt") != print);
}

TEST_CASE("Findings that are alike are told apart by their order") {
  SampleRandom random(test_seed());
  std::string text;
  for (int i = 0; i < 5; ++i) text += "key = " + token_of("acme_{base62:24}", random) + "\n";
  const auto all = prints(text);
  CHECK(all.size() == 5);
  CHECK(std::set<std::string>(all.begin(), all.end()).size() == 5);
  // A further one at the end leaves the others as they are.
  const auto more = prints(text + "key = " + token_of("acme_{base62:24}", random) + "\n");
  CHECK(std::vector<std::string>(more.begin(), more.begin() + 5) == all);
}

}  // namespace aegis
