#include "scanner/base/json.h"

#include <catch2/catch.hpp>
#include <string>

namespace aegis {

namespace {

std::string problem(const std::string& text) {
  const auto json = parse_json(text);
  return json ? "none" : json.error().message();
}

}  // namespace

TEST_CASE("JSON is read strictly, but for comments") {
  CHECK(problem("{\"a\": [1, 2.5, \"x\", null, true]}") == "none");
  CHECK(problem("// a comment\n{ /* another */ }") == "none");
  CHECK(problem("{\"a\": {\"b\": 1}, \"b\": 2}") == "none");
  CHECK(problem("") == "line 1: not valid JSON");
  CHECK(problem("{\n\"a\": 1,\n}") == "line 3: not valid JSON");
  CHECK(problem("{} {}") == "line 1: not valid JSON");
  CHECK(problem("{'a': 1}") == "line 1: not valid JSON");
  CHECK(problem("[1\n\n") == "line 3: not valid JSON");
  CHECK(problem("\"\xff\"") == "line 1: not valid JSON");
}

TEST_CASE("A key that stands twice in one object is an error with its line") {
  CHECK(problem("{\"a\": 1,\n \"a\": 2}") == "line 2: key \"a\" stands twice");
  CHECK(problem("{\"x\": {\"b\": 1,\n\n \"b\": 2}}") == "line 3: key \"b\" stands twice");
  CHECK(problem("[{\"a\": 1}, {\"a\": 1}]") == "none");
}

TEST_CASE("Deep nesting does not exhaust the stack") {
  CHECK(problem(std::string(100'000, '[')) == "line 1: not valid JSON");
}

TEST_CASE("What is written is valid whatever bytes it holds, and keys keep their order") {
  Json value;
  value["z"] = "bad \xff byte";
  value["a"] = "line\nfeed";
  CHECK(to_json_line(value) == "{\"z\":\"bad \xef\xbf\xbd byte\",\"a\":\"line\\nfeed\"}");
  CHECK(problem(to_json_pretty(value)) == "none");
}

TEST_CASE("A line is counted from 1, and 0 is nowhere") {
  CHECK(line_of("a\nb\na", "a") == 1);
  CHECK(line_of("a\nb\na", "a", 1) == 3);
  CHECK(line_of("a\nb", "c") == 0);
}

}  // namespace aegis
