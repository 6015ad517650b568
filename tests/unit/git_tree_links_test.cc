#include "scanner/git/tree_links.h"

#include <catch2/catch.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

// Versions of a large folder and a small one, one name in them very long.
void make_trees(const RepositorySandbox& sandbox) {
  sandbox.git(
      "mkdir -p many/few; long=$(printf 'n%.0s' $(seq 250));"
      "for i in $(seq 400); do echo $i > many/file$i; done; echo x > many/few/$long;"
      "git add . && git commit -qm 0;"
      "for i in $(seq 40); do echo changed $i > many/file$((i * 37 % 400 + 1));"
      "  [ $((i % 3)) -ne 0 ] || git rm -q many/file$((i * 11 % 400 + 1));"
      "  [ $((i % 4)) -ne 0 ] || echo new > many/another$i; echo $i > many/few/f$i;"
      "  git add . && git commit -qm $i; done;"
      "git repack -adfq --depth=50 --window=50");
}

std::string line_of(const Oid& tree, const Oid& child, std::string_view name, bool is_folder) {
  return tree.hex() + (is_folder ? " tree " : " blob ") + child.hex() + " " + std::string(name);
}

// Every entry of every tree, as git tells them.
std::multiset<std::string> entries_of_git(const RepositorySandbox& sandbox) {
  std::multiset<std::string> entries;
  std::istringstream lines(
      sandbox.git("git cat-file --batch-all-objects --batch-check | awk '$2 == \"tree\" {print $1}'"
                  " | while read t; do git ls-tree --format=\"$t %(objecttype) %(objectname) "
                  "%(path)\" $t; done"));
  for (std::string line; std::getline(lines, line);) entries.insert(line);
  return entries;
}

}  // namespace

TEST_CASE("Of every tree, the entries are read, whatever it is built upon") {
  const RepositorySandbox sandbox;
  make_trees(sandbox);
  const auto repository = sandbox.open();
  const auto store = ObjectStore::open(repository);
  const auto catalog = ObjectCatalog::make(*store);
  REQUIRE(catalog);
  std::vector<ObjectNumber> all(catalog->size());
  for (ObjectNumber number = 0; number < all.size(); ++number) all[number] = number;
  const WantedBlobs wanted(*catalog, all, {});
  TreeLinks links(*catalog, wanted, HashKind::kSha1);
  ObjectVisitor* visitors[] = {&links};
  WalkOptions options;
  options.types = 1U << static_cast<unsigned>(ObjectType::kTree);
  const WalkResult result = walk_objects(*store, *catalog, options, visitors);
  CHECK(result.failures.empty());
  links.finish();
  CHECK(links.malformed().empty());
  CHECK(links.missing().empty());
  std::multiset<std::string> entries;
  for (const TreeLinks::TreeOf& tree : links.trees()) {
    for (const TreeLink& link : links.links(tree)) {
      entries.insert(line_of(catalog->oid(tree.tree), catalog->oid(link.child),
                             links.names()[link.name], link.is_folder));
    }
  }
  CHECK(entries.size() > 10'000);
  CHECK(entries == entries_of_git(sandbox));
}

}  // namespace aegis::git
