#include "scanner/git/tree.h"

#include <catch2/catch.hpp>

#include "scanner/git/commit.h"

namespace aegis::git {

namespace {

const std::string kRaw(20, '\x11');

std::string entry(const std::string& mode_and_name) {
  return mode_and_name + '\0' + kRaw;
}

}  // namespace

TEST_CASE("A tree takes whatever names and modes there are, in any order") {
  const std::string bytes = entry("100644 z") + entry("40000 a") + entry("100644 a") +
                            entry("140000 ..") + entry("160000 s") + entry("0 \xff/\n");
  auto tree = Tree::parse(bytes, HashKind::kSha1);
  REQUIRE(tree);
  CHECK((*tree)->entries().size() == 6);
  CHECK((*tree)->find("a", EntryKind::kFolder)->mode == 040000);
  CHECK((*tree)->find("a", EntryKind::kContent)->mode == 0100644);
  CHECK((*tree)->find("..", EntryKind::kContent) != nullptr);
  CHECK((*tree)->find("s", EntryKind::kSubmodule)->oid == Oid::from_bytes(kRaw));
  CHECK((*tree)->find("s", EntryKind::kContent) == nullptr);
  CHECK((*tree)->find("b", EntryKind::kContent) == nullptr);
}

TEST_CASE("An empty tree has no entries") {
  CHECK((*Tree::parse("", HashKind::kSha1))->entries().empty());
}

TEST_CASE("A tree that is cut short at any byte is an error") {
  const std::string whole = entry("100644 name");
  for (size_t n = 1; n < whole.size(); ++n) {
    CHECK_FALSE(Tree::parse(whole.substr(0, n), HashKind::kSha1));
  }
  CHECK_FALSE(Tree::parse(whole, HashKind::kSha256));
  CHECK_FALSE(Tree::parse(entry("10x644 name"), HashKind::kSha1));
}

TEST_CASE("A commit needs its tree and nothing else") {
  const std::string tree = "tree " + std::string(40, 'a');
  const std::string parent = "parent " + std::string(40, 'b') + "\n";
  CHECK(parse_commit(tree, HashKind::kSha1)->tree.hex() == std::string(40, 'a'));
  CHECK(parse_commit(tree + "\n\0\xff", HashKind::kSha1)->parents.empty());
  CHECK(parse_commit(tree + "\n" + parent + parent + "author", HashKind::kSha1)->parents.size() ==
        2);
  for (const std::string& bytes :
       {std::string(), std::string("tree zzzz\n"), "tree " + std::string(39, 'a') + "\n", parent,
        tree + "a\n", tree + "\nparent x\n"}) {
    CHECK_FALSE(parse_commit(bytes, HashKind::kSha1));
  }
}

}  // namespace aegis::git
