#include "scanner/logs/json_path.h"

#include <catch2/catch.hpp>
#include <string>

namespace aegis {

namespace {

// Of the first `X` in the line.
std::string path_of(const std::string& line) {
  return json_path_at(line, line.find('X'));
}

}  // namespace

TEST_CASE("A value in JSON has a path") {
  CHECK(path_of(R"({"a":"X"})") == "$.a");
  CHECK(path_of(R"({"a":1,"b" : "uX"})") == "$.b");
  CHECK(path_of(R"({"a":{"b":{"c":"X"}}})") == "$.a.b.c");
  CHECK(path_of(R"({"a":{"b":1},"c":[1,{"d":2},["x","X"]]})") == "$.c[2][1]");
  CHECK(path_of(R"({"a b":{"c.d":"X"}})") == "$[\"a b\"][\"c.d\"]");
  CHECK(path_of(R"({"@t-s":"X"})") == "$.@t-s");
  CHECK(path_of(R"({"a":"quoted \" and { [","b":"X"})") == "$.b");
  CHECK(path_of(R"({"a":X12})") == "$.a");
  CHECK(path_of(R"(2026-11-24 INFO body={"a":{"b":"X"}} end)") == "$.a.b");
  CHECK(path_of(R"({"a":"X cut off)") == "$.a");
}

TEST_CASE("What stands outside of a value in JSON has none") {
  CHECK(path_of("password=X") == "");
  CHECK(path_of(R"({"X":1})") == "");
  CHECK(path_of(R"({"a":1} X)") == "");
  CHECK(path_of(R"(X {"a":1})") == "");
  CHECK(path_of(R"({a: X})") == "");
  CHECK(path_of("{\"a\":" + std::string(100, '[') + "\"X\"") == "");
  CHECK(path_of(R"(}}]{"a":}]X)") == "");
}

TEST_CASE("A string of JSON reads as it is meant") {
  CHECK(unescaped_json(R"(a\"b\\c\/d\u0041\n)") == "a\"b\\c/dA\n");
  CHECK(unescaped_json("\\") == "\\");
  CHECK(unescaped_json("\x1b[1m#012") == "\x1b[1m#012");
}

}  // namespace aegis
