#include "scanner/scan/ignore_file.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

TEST_CASE("An ignore file holds paths and fingerprints") {
  const std::string print = "0123" + std::string(28, 'a');
  const auto file = parse_ignore_file("# a comment\ndocs/\n\nfinding:" + print +
                                      "  # why\nfinding:" + std::string(32, 'b') + "\r\n*.min.js");
  REQUIRE(file);
  CHECK(file->findings.size() == 2);
  CHECK(file->findings.contains(print));
  CHECK(file->paths.ignores_with_folders("docs/a"));
  CHECK(file->paths.ignores_with_folders("x/a.min.js"));
  CHECK_FALSE(file->paths.ignores_with_folders("a.js"));
}

TEST_CASE("A line that says finding: and holds no fingerprint is an error with its number") {
  for (const std::string& print :
       {std::string(), std::string(31, 'a'), std::string(33, 'a'), std::string(32, 'A'),
        std::string(32, 'g'), " " + std::string(32, 'a')}) {
    INFO(print);
    const auto file = parse_ignore_file("# one\n\nfinding:" + print + "\n");
    REQUIRE_FALSE(file);
    CHECK(file.error().kind() == ErrorKind::kUsage);
    CHECK(file.error().message() ==
          "line 3: finding: takes the 32 hex digits that a report prints");
  }
}

TEST_CASE("The ignore file of a folder is read, and need not be there") {
  TemporaryFolder folder;
  CHECK(load_ignore_file(folder.path())->paths.empty());
  folder.write(".aegisignore", "a\n");
  CHECK_FALSE(load_ignore_file(folder.path())->paths.empty());
  folder.write(".aegisignore", "finding:x\n");
  CHECK(load_ignore_file(folder.path())
            .error()
            .message()
            .find(folder.path(".aegisignore") + ": line 1: ") == 0);
  TemporaryFolder other;
  other.write(".aegisignore/file", "");
  CHECK(load_ignore_file(other.path()).error().kind() == ErrorKind::kUsage);
}

}  // namespace aegis
