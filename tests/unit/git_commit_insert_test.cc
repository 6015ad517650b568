#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/git/commit_table.h"
#include "tests/support/samples.h"
#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

struct Made {
  Oid oid;
  std::string bytes;
};

// Commits of a history with merges, whose dates lie now and then.
std::vector<Made> some_commits(size_t count, SampleRandom& random) {
  std::vector<Made> commits;
  for (uint32_t i = 0; i < count; ++i) {
    std::string bytes = "tree " + made_up_oid('f').hex() + "\n";
    for (size_t parents = random.below(3); i > 0 && parents > 0; --parents) {
      const size_t back = 1 + random.below(std::min<size_t>(i, 8));
      bytes += "parent " + commits[i - back].oid.hex() + "\n";
    }
    const size_t time = 1000 + i + random.below(20);
    bytes += "committer c <c@example.com> " + std::to_string(time) + " +0000\n\nx\n";
    commits.push_back({made_up_oid('a', static_cast<uint32_t>(random.below(16)) << 16 | i), bytes});
  }
  return commits;
}

std::vector<Oid> order_of(const CommitTable& table, const ObjectCatalog& catalog) {
  std::vector<Oid> oids;
  for (const CommitRecord& record : table.records()) {
    oids.push_back(catalog.oid(record.number));
    // What parents are shows whether their places are right.
    for (const uint32_t parent : table.parents(record)) {
      oids.push_back(catalog.oid(table.records()[parent].number));
    }
  }
  return oids;
}

}  // namespace

TEST_CASE("Commits that come later are put where sorting all would put them") {
  SampleRandom random(3);
  for (int round = 0; round < 60; ++round) {
    const auto commits = some_commits(2 + random.below(60), random);
    RepositorySandbox sandbox;
    PackWriter pack;
    for (const Made& commit : commits) {
      pack.add(commit.oid, 1, commit.bytes.size(), "", zlib_stored(commit.bytes));
    }
    pack.write(sandbox, "repo/.git/objects/pack");
    const auto repository = sandbox.open();
    const auto store = ObjectStore::open(repository);
    const auto catalog = ObjectCatalog::list(*store);
    const auto table_of = [&](size_t begin, size_t end) {
      CommitTable table(*catalog);
      for (size_t i = begin; i < end; ++i) {
        table.add(*catalog->find(commits[i].oid), commits[i].bytes, HashKind::kSha1);
      }
      return table;
    };
    CommitTable whole = table_of(0, commits.size());
    whole.sort();
    const size_t known = random.below(commits.size() + 1);
    CommitTable grown = table_of(0, known);
    grown.sort();
    grown.insert(table_of(known, commits.size()));
    CHECK(order_of(grown, *catalog) == order_of(whole, *catalog));
    CHECK(grown.missing().size() == whole.missing().size());
  }
}

}  // namespace aegis::git
