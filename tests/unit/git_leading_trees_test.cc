#include "scanner/git/leading_trees.h"

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "scanner/git/object_walk.h"
#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

// A pack of trees and blobs whose names are what the test says.
class Forest {
 public:
  using Entries = std::vector<std::pair<std::string, Oid>>;  // a folder's name ends with '/'

  void blob(const Oid& name) { add(name, ObjectType::kBlob, "blob\n"); }
  void tree(const Oid& name, const Entries& entries) {
    std::string bytes;
    for (const auto& [path, oid] : entries) {
      const bool is_folder = path.ends_with('/');
      bytes += (is_folder ? "40000 " : "100644 ") + path.substr(0, path.size() - is_folder) + '\0';
      bytes += oid.bytes();
    }
    add(name, ObjectType::kTree, bytes);
  }

  // The trees that lead to `blob`, after `threads` passes.
  LeadingTrees leading_to(const Oid& blob, size_t threads) {
    const auto passes = passes_over(blob, {}, threads);
    return LeadingTrees(catalog(), passes);
  }

  // The links of some trees, or of all if none is named.
  std::vector<TreeLinks> passes_over(const Oid& blob, const std::vector<Oid>& trees,
                                     size_t threads = 1) {
    std::vector<bool> set(catalog().size(), trees.empty());
    for (const Oid& oid : trees) set[*catalog_->find(oid)] = true;
    wanted_.emplace(*catalog_, std::vector<ObjectNumber>{*catalog_->find(blob)},
                    std::vector<std::string>());
    std::vector<TreeLinks> passes;
    for (size_t i = 0; i < threads; ++i) passes.emplace_back(*catalog_, *wanted_, HashKind::kSha1);
    std::vector<ObjectVisitor*> visitors;
    for (TreeLinks& pass : passes) visitors.push_back(&pass);
    WalkOptions options;
    options.types = 1U << static_cast<unsigned>(ObjectType::kTree);
    options.wanted = &set;
    walk_objects(*store_, *catalog_, options, visitors);
    for (TreeLinks& pass : passes) pass.finish();
    return passes;
  }

  const ObjectCatalog& catalog() {
    if (!store_) {
      pack_.write(sandbox_, "repo/.git/objects/pack");
      store_.emplace(*ObjectStore::open(sandbox_.open()));
      catalog_.emplace(*ObjectCatalog::make(*store_));
    }
    return *catalog_;
  }

  uint32_t index_in(const LeadingTrees& trees, const Oid& tree) const {
    return trees.index_of(*catalog_->find(tree));
  }

 private:
  void add(const Oid& name, ObjectType type, const std::string& bytes) {
    pack_.add(name, static_cast<int>(type), bytes.size(), "", zlib_stored(bytes));
  }

  RepositorySandbox sandbox_;
  PackWriter pack_;
  std::optional<ObjectStore> store_;
  std::optional<ObjectCatalog> catalog_;
  std::optional<WantedBlobs> wanted_;
};

const Oid kBlob = made_up_oid('b');
const Oid kOther = made_up_oid('b', 1);

Oid tree(uint32_t number) {
  return made_up_oid('a', number);
}

}  // namespace

TEST_CASE("Of trees only those that lead to a blob are kept, each after those it holds") {
  Forest forest;
  forest.blob(kBlob);
  forest.blob(kOther);
  forest.tree(tree(1), {{"sub/", tree(2)}, {"other/", tree(3)}, {"x", kOther}});
  forest.tree(tree(2), {{"deep/", tree(4)}, {"y", kOther}});
  forest.tree(tree(3), {{"z", kOther}});
  forest.tree(tree(4), {{"secret", kBlob}});
  for (const size_t threads : {1, 3}) {
    const LeadingTrees trees = forest.leading_to(kBlob, threads);
    REQUIRE(trees.size() == 3);
    CHECK(trees.blobs().size() == 1);
    CHECK(forest.index_in(trees, tree(4)) == 0);
    CHECK(forest.index_in(trees, tree(2)) == 1);
    CHECK(forest.index_in(trees, tree(1)) == 2);
    CHECK(forest.index_in(trees, tree(3)) == kNoTree);
    REQUIRE(trees.links(1).size() == 1);
    CHECK(trees.links(1)[0].child == 0);
    CHECK(trees.names()[trees.links(1)[0].name] == "deep");
    const uint64_t bits[] = {5};
    CHECK(trees.bits_below(bits) == std::vector<uint64_t>{5, 5, 5});
  }
}

TEST_CASE("Trees that come later are added to those that are known") {
  Forest forest;
  forest.blob(kBlob);
  forest.tree(tree(2), {{"secret", kBlob}});
  forest.tree(tree(1), {{"sub/", tree(2)}});
  const LeadingTrees known = forest.leading_to(kBlob, 1);
  const LeadingTrees again(forest.catalog(), {}, {}, known.parts());
  CHECK(again.size() == 2);
  CHECK(forest.index_in(again, tree(1)) == 1);
  LeadingParts one_of_them = known.parts();
  one_of_them.trees.pop_back();
  one_of_them.begins.pop_back();
  one_of_them.links.pop_back();
  const LeadingTrees grown(forest.catalog(), forest.passes_over(kBlob, {tree(1)}), {}, one_of_them);
  CHECK(grown.size() == 2);
  CHECK(forest.index_in(grown, tree(2)) == 0);
  CHECK(forest.index_in(grown, tree(1)) == 1);
  CHECK(grown.names() == known.names());
}

TEST_CASE("Trees are put in the order in which they will be walked") {
  Forest forest;
  forest.blob(kBlob);
  for (uint32_t n = 1; n <= 3; ++n) {
    forest.tree(tree(n), {{"sub/", tree(n + 3)}});
    forest.tree(tree(n + 3), {{"secret" + std::to_string(n), kBlob}});
  }
  const auto passes = forest.passes_over(kBlob, {});
  const auto number = [&](uint32_t n) { return *forest.catalog().find(tree(n)); };
  const std::vector<ObjectNumber> tops = {number(3), UINT32_MAX, number(1), number(3)};
  const LeadingTrees trees(forest.catalog(), passes, tops);
  const std::vector<ObjectNumber> order = {number(6), number(3), number(4),
                                           number(1), number(5), number(2)};
  CHECK(trees.parts().trees == order);
}

TEST_CASE("Trees that hold themselves, which only forged names can make, lead nowhere endlessly") {
  Forest forest;
  forest.blob(kBlob);
  forest.tree(tree(1), {{"a/", tree(2)}});
  forest.tree(tree(2), {{"b/", tree(1)}, {"c/", tree(3)}});
  forest.tree(tree(3), {{"d/", tree(2)}, {"e", kBlob}});
  forest.tree(tree(4), {{"f/", tree(4)}});
  const LeadingTrees trees = forest.leading_to(kBlob, 2);
  CHECK(trees.size() == 3);
  const uint64_t bits[] = {1};
  CHECK(trees.bits_below(bits) == std::vector<uint64_t>{1, 1, 1});
}

}  // namespace aegis::git
