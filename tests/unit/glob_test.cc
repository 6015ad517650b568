#include "scanner/base/glob.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

bool ignores(const std::string& lines, const std::string& path) {
  IgnoreRules rules;
  rules.add_lines(lines);
  return rules.ignores_with_folders(path);
}

// What git itself ignores of `paths` under these rules.
std::set<std::string> ignored_by_git(const TemporaryFolder& folder, const std::string& rules,
                                     const std::set<std::string>& paths) {
  folder.write(".gitignore", rules);
  std::string list;
  for (const std::string& path : paths) list += path + '\n';
  folder.write("../" + folder.path().substr(5) + ".list", list);
  const std::string command = "cd " + folder.path() +
                              " && git -c core.excludesFile=/dev/null -c core.quotePath=false " +
                              "check-ignore --no-index --stdin < " + folder.path() + ".list";
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::set<std::string> ignored;
  char line[512];
  while (std::fgets(line, sizeof(line), pipe) != nullptr) {
    const std::string text = line;
    ignored.insert(text.substr(0, text.size() - 1));
  }
  ::pclose(pipe);
  std::remove((folder.path() + ".list").c_str());
  return ignored;
}

}  // namespace

TEST_CASE("A glob matches a path whole") {
  struct Row {
    const char* pattern;
    const char* path;
    bool matches;
  };
  const Row rows[] = {
      {"a", "a", true},
      {"a", "b", false},
      {"*", "abc", true},
      {"*", "a/b", false},
      {"a*c", "abbc", true},
      {"a*c", "ab/c", false},
      {"?", "a", true},
      {"?", "/", false},
      {"a?c", "a/c", false},
      {"[ab]c", "bc", true},
      {"[!ab]c", "bc", false},
      {"[^ab]c", "xc", true},
      {"[a-c]", "b", true},
      {"[a-c]", "d", false},
      {"[]]", "]", true},
      {"[!a]", "/", false},
      {"[a", "[a", true},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"**/a", "a", true},
      {"**/a", "x/y/a", true},
      {"**/a", "xa", false},
      {"a/**", "a/b/c", true},
      {"a/**", "a", false},
      {"a/**/b", "a/b", true},
      {"a/**/b", "a/x/y/b", true},
      {"a/**/b", "a/xb", false},
      {"**", "a/b", true},
      {"a**b", "axxb", true},
      {"a**b", "a/b", false},
      {"*.env", ".env", true},
      {"**/*.env", "x/.env", true},
      {"", "", true},
      {"*a*b*c", "xaybzc", true},
      {"*a*b*c", "xaybz", false},
  };
  for (const Row& row : rows) {
    INFO(row.pattern << " on " << row.path);
    CHECK(glob_matches(row.pattern, row.path) == row.matches);
  }
}

TEST_CASE("Ignore rules read as in gitignore") {
  struct Row {
    const char* lines;
    const char* path;
    bool ignored;
  };
  const Row rows[] = {
      {"*.log", "a.log", true},
      {"*.log", "x/y/a.log", true},
      {"/a.log", "a.log", true},
      {"/a.log", "x/a.log", false},
      {"x/a.log", "x/a.log", true},
      {"x/a.log", "y/x/a.log", false},
      {"build/", "build/a", true},
      {"build/", "x/build/a", true},
      {"build/", "build", false},
      {"*.log\n!keep.log", "keep.log", false},
      {"*.log\n!keep.log", "a.log", true},
      {"!keep.log\n*.log", "keep.log", true},
      {"build/\n!build/keep", "build/keep", true},  // its folder is ignored
      {"build/*\n!build/keep", "build/keep", false},
      {"# comment", "# comment", false},
      {"\\#file", "#file", true},
      {"\\!file", "!file", true},
      {"", "a", false},
      {"   ", "a", false},
      {"a   ", "a", true},
      {"a\\ ", "a ", true},
      {"a\r\nb\r", "b", true},
      {"**/x/**", "a/x/b", true},
      {"a/**/b", "a/b", true},
      {"/", "a", false},
      {"!", "a", false},
      {"/*", "a/b", true},
      {"*", "a/b", true},
      {"*\n!*/\n!*.c", "a/b.c", false},
      {"*\n!*/\n!*.c", "a/b.h", true},
  };
  for (const Row& row : rows) {
    INFO(row.lines << " on " << row.path);
    CHECK(ignores(row.lines, row.path) == row.ignored);
  }
}

TEST_CASE("Ignore rules agree with git") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  TemporaryFolder folder;
  REQUIRE(std::system(("git init -q " + folder.path() + " >/dev/null 2>&1").c_str()) == 0);
  // `**` glued to letters and empty parts are left out: git's own answer there is an accident.
  constexpr std::string_view kParts[] = {"a",    "b",    "ab",   "*",  "**",  "?",
                                         "[ab]", "[!a]", "a*",   "*b", "\\a", "?b",
                                         "a?*",  "***",  "[b-]", "**", "*"};
  for (int round = 0; round < 60; ++round) {
    std::string rules;
    for (size_t lines = 1 + random.below(4); lines-- > 0;) {
      if (random.below(4) == 0) rules += '!';
      if (random.below(4) == 0) rules += '/';
      rules += kParts[random.below(std::size(kParts))];
      for (size_t parts = random.below(3); parts-- > 0;) {
        rules += '/';
        rules += kParts[random.below(std::size(kParts))];
      }
      if (random.below(4) == 0) rules += '/';
      rules += '\n';
    }
    std::set<std::string> paths;
    for (int i = 0; i < 40; ++i) {
      std::string path = random_of("ab", 1 + random.below(2), random);
      for (size_t depth = random.below(3); depth-- > 0;)
        path += '/' + random_of("ab", 1 + random.below(2), random);
      paths.insert(path);
    }
    const auto expected = ignored_by_git(folder, rules, paths);
    INFO(rules);
    for (const std::string& path : paths) {
      INFO(path);
      CHECK(ignores(rules, path) == expected.contains(path));
    }
  }
}

TEST_CASE("A hostile glob costs no more than the product of the lengths") {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  CHECK_FALSE(glob_matches(pattern + "b", std::string(4000, 'a')));
  std::string folders;
  for (int i = 0; i < 100; ++i) folders += "**/a/";
  std::string path;
  for (int i = 0; i < 1000; ++i) path += "a/";
  CHECK_FALSE(glob_matches(folders + "b", path + "c"));
}

TEST_CASE("Ignore rules say which of them ignores a path: the last that matches") {
  IgnoreRules rules;
  rules.add_lines("# no rule\n*.md\ndocs/\n!keep.md\n/docs/a.md\n");
  CHECK(rules.size() == 4);
  CHECK(rules.ignoring("x.md", PathKind::kFile) == 0u);
  CHECK(rules.ignoring("docs", PathKind::kFolder) == 1u);
  CHECK(rules.ignoring("docs/a.md", PathKind::kFile) == 3u);
  CHECK_FALSE(rules.ignoring("docs", PathKind::kFile));
  CHECK_FALSE(rules.ignoring("keep.md", PathKind::kFile));
}

}  // namespace aegis
