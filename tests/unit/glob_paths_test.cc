#include "scanner/source/glob_paths.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

TEST_CASE("A pattern names the paths that match it") {
  const TemporaryFolder folder;
  for (const char* name :
       {"a.log", "b.log", "b.txt", ".hidden.log", "x/c.log", "x/y/d.log", "z/c.log"}) {
    folder.write(name, "");
  }
  REQUIRE(::symlink("x", folder.path("link").c_str()) == 0);
  const auto matches = [&](const std::string& pattern) {
    auto paths = glob_paths(folder.path(pattern));
    REQUIRE(paths);
    std::string all;
    for (const std::string& path : *paths) all += path.substr(folder.path().size() + 1) + ' ';
    return all;
  };
  CHECK(matches("*.log") == "a.log b.log ");
  CHECK(matches("?.[lt]*") == "a.log b.log b.txt ");
  CHECK(matches(".*.log") == ".hidden.log ");
  CHECK(matches("*/c.log") == "link/c.log x/c.log z/c.log ");
  CHECK(matches("**/*.log") == "a.log b.log x/c.log x/y/d.log z/c.log ");
  CHECK(matches("x/**/*.log") == "x/c.log x/y/d.log ");
  CHECK(matches("*.none") == "");
  CHECK(matches("a.log/*") == "");
  CHECK(matches("none/*") == "");
}

TEST_CASE("A path is a pattern when it has an unescaped sign of one") {
  CHECK(is_glob("a*"));
  CHECK(is_glob("a?"));
  CHECK(is_glob("[a]"));
  CHECK_FALSE(is_glob("plain/path.log"));
  CHECK_FALSE(is_glob("a\\*"));
}

}  // namespace aegis
