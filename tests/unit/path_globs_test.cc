#include "scanner/base/path_globs.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/base/ascii.h"
#include "scanner/base/glob.h"
#include "tests/support/samples.h"

namespace aegis {

TEST_CASE("Globs that are asked together match at any depth and in any case") {
  PathGlobs globs;
  CHECK(globs.empty());
  const char* const all[] = {"id_rsa", "*.pem", ".env.*", ".aws/credentials", "Ab*yz", "[ab]", "x"};
  for (uint32_t id = 0; id < std::size(all); ++id) globs.add(all[id], id);
  globs.add("*.PEM", 1);
  struct Row {
    const char* path;
    std::vector<uint32_t> ids;
  };
  const Row rows[] = {
      {"id_rsa", {0}},
      {"a/b/ID_RSA", {0}},
      {"id_rsa/x", {6}},
      {"id_rsa2", {}},
      {"xid_rsa", {}},
      {"a.pem", {1}},
      {".pem", {1}},
      {"a.pem/b", {5}},
      {".env.local", {2}},
      {".env", {}},
      {".env.pem", {1, 2}},
      {".aws/credentials", {3}},
      {"home/.AWS/credentials", {3}},
      {"credentials", {}},
      {"aws/credentials", {}},
      {"abyz", {4}},
      {"ab.yz", {4}},
      {"ab/yz", {}},
      {"b", {5}},
      {"c", {}},
      {"X", {6}},
      {"", {}},
  };
  for (const Row& row : rows) {
    INFO(row.path);
    CHECK(globs.matches(row.path) == row.ids);
  }
  CHECK_FALSE(globs.empty());
}

TEST_CASE("Globs that are asked together say what each of them says alone") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  for (int round = 0; round < 300; ++round) {
    PathGlobs globs;
    std::vector<std::string> all;
    for (uint32_t id = 0; id < 8; ++id) {
      all.push_back(random_of("ab*?./B", 1 + random.below(6), random));
      globs.add(all.back(), id);
    }
    for (int i = 0; i < 20; ++i) {
      const std::string path = random_of("abAB./", random.below(8), random);
      std::vector<uint32_t> expected;
      for (uint32_t id = 0; id < all.size(); ++id) {
        if (glob_matches("**/" + lowered(all[id]), lowered(path))) expected.push_back(id);
      }
      CAPTURE(path, all);
      CHECK(globs.matches(path) == expected);
      if (!expected.empty()) CHECK(globs.may_match(path.substr(path.rfind('/') + 1)));
    }
  }
}

}  // namespace aegis
