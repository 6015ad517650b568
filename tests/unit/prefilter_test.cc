#include "scanner/detect/prefilter.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace aegis {

namespace {

// "expression@end" of every match.
std::vector<std::string> ends(const Prefilter& prefilter, const std::string& text) {
  auto scratch = prefilter.make_scratch();
  REQUIRE(scratch);
  std::vector<RawMatch> matches;
  REQUIRE(prefilter.scan(text, *scratch, matches));
  std::vector<std::string> all;
  for (const RawMatch& match : matches) {
    all.push_back(std::to_string(match.expression) + "@" + std::to_string(match.end));
  }
  return all;
}

}  // namespace

TEST_CASE("The prefilter reports the end of every match of every expression") {
  const auto prefilter = Prefilter::compile({{"abc", false}, {"b[cd]", false}, {"SEC", true}});
  REQUIRE(prefilter);
  CHECK(ends(*prefilter, "").empty());
  CHECK(ends(*prefilter, "xabcabd") == std::vector<std::string>{"0@4", "1@4", "1@7"});
  CHECK(ends(*prefilter, "sec Sec ABC") == std::vector<std::string>{"2@3", "2@7"});
  CHECK(ends(*prefilter, std::string("\0abc\0", 5)) == std::vector<std::string>{"0@4", "1@4"});
}

TEST_CASE("A prefilter may be written down and read again") {
  const auto prefilter = Prefilter::compile({{"\\x61\\x62\\x63", false}, {"xyz", true}});
  REQUIRE(prefilter);
  const auto bytes = prefilter->serialize();
  REQUIRE(bytes);
  const auto again = Prefilter::load(*bytes);
  REQUIRE(again);
  CHECK(ends(*again, "abcXYZ") == ends(*prefilter, "abcXYZ"));
  CHECK(ends(*again, "abcXYZ").size() == 2);
  CHECK_FALSE(Prefilter::load("not a database at all"));
}

TEST_CASE("A prefilter of no expressions finds nothing") {
  const auto prefilter = Prefilter::compile({});
  REQUIRE(prefilter);
  CHECK(ends(*prefilter, "anything").empty());
  const auto bytes = prefilter->serialize();
  REQUIRE(bytes);
  CHECK(bytes->empty());
  CHECK(ends(*Prefilter::load(*bytes), "anything").empty());
}

TEST_CASE("An expression that does not compile is named") {
  const auto prefilter = Prefilter::compile({{"abc", false}, {"a(b", false}});
  REQUIRE_FALSE(prefilter);
  CHECK(prefilter.error().kind() == ErrorKind::kUsage);
  CHECK(prefilter.error().message().find("in a(b") != std::string::npos);
}

}  // namespace aegis
