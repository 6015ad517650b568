#include "scanner/scan/config.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/support/samples.h"

namespace aegis {

namespace {

// What is wrong with a configuration, without the file's name before it.
std::string problem(const std::string& text) {
  TemporaryFolder folder;
  folder.write(".aegis.json", text);
  const auto config = load_config(folder.path());
  if (config) return "none";
  CHECK(config.error().kind() == ErrorKind::kUsage);
  const std::string before = folder.path(".aegis.json") + ": ";
  REQUIRE(config.error().message().find(before) == 0);
  return config.error().message().substr(before.size());
}

}  // namespace

TEST_CASE("A configuration adds rules below its own folder") {
  TemporaryFolder folder;
  CHECK(load_config(folder.path())->rules.empty());
  folder.write(".aegis.json", R"({ // with a comment
    "$schema": "x", "rules": ["tools/a.json", "more"], "disabled_rules": ["generic-secret"] })");
  const auto config = load_config(folder.path());
  REQUIRE(config);
  CHECK(config->rules ==
        std::vector<std::string>{folder.path("tools/a.json"), folder.path("more")});
  CHECK(config->disabled_rules == std::vector<std::string>{"generic-secret"});
}

TEST_CASE("A wrong configuration is an error that names the line") {
  CHECK(problem("{}") == "none");
  CHECK(problem("[]") == "must be an object");
  CHECK(problem("{\n,}") == "line 2: not valid JSON");
  CHECK(problem("{\n\"rulez\": []}") ==
        "line 2: unknown key \"rulez\"; known are rules and disabled_rules");
  CHECK(problem("{\"rules\": \"a.json\"}") == "line 1: rules must be a list of strings");
  CHECK(problem("{\"rules\": [\"a\"],\n \"disabled_rules\": [1]}") ==
        "line 2: disabled_rules must be a list of strings");
  for (const char* path : {"/etc/x", "../x", "a/../../x", ""}) {
    INFO(path);
    CHECK(problem("{\"rules\": [\"" + std::string(path) + "\"]}") ==
          "line 1: rules must be paths below the folder of this file");
  }
}

}  // namespace aegis
