#include "scanner/git/commit_walk.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>

#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

std::vector<Oid> ids(const std::string& lines, HashKind kind = HashKind::kSha1) {
  std::vector<Oid> all;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) all.push_back(*Oid::from_hex(line, kind));
  return all;
}

class Walker {
 public:
  explicit Walker(const Repository& repository)
      : kind_(repository.hash_kind()),
        store_(*ObjectStore::open(repository)),
        shallow_(*read_shallow(repository)) {}

  CommitWalk walk(const std::vector<Oid>& tips, const std::vector<Oid>& excluded) {
    ObjectReader reader(store_);
    return walk_commits(tips, excluded, shallow_, reader, kind_);
  }

  std::set<std::string> set(const std::vector<Oid>& tips, const std::vector<Oid>& excluded) {
    std::set<std::string> names;
    for (const WalkedCommit& commit : walk(tips, excluded).commits) names.insert(commit.oid.hex());
    return names;
  }

  bool related(const Oid& a, const Oid& b) {
    ObjectReader reader(store_);
    return have_common_ancestor(a, b, shallow_, reader, kind_);
  }

 private:
  HashKind kind_;
  ObjectStore store_;
  OidSet shallow_;
};

std::set<std::string> lines(const std::string& text) {
  std::set<std::string> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.insert(line);
  return all;
}

// A fast-import stream of `count` commits with random parents, and dates that may lie.
std::string random_history(unsigned seed, int count, bool skewed) {
  std::mt19937 random(seed);
  std::string text;
  for (int i = 1; i <= count; ++i) {
    const auto date = skewed ? random() % 2'000'000'000 : 1'000'000'000 + 100'000u * unsigned(i);
    text += "reset refs/heads/x\ncommit refs/heads/x\nmark :" + std::to_string(i) +
            "\ncommitter C <c@d> " + std::to_string(date) + " +0000\ndata 1\nm\n";
    if (i > 1 && random() % 12 != 0) {
      std::set<int> parents;
      const int span = random() % 4 == 0 ? i - 1 : std::min(i - 1, 4);
      for (unsigned n = 1 + (random() % 3 == 0 ? 1 + random() % 4 : 0); n > 0; --n) {
        parents.insert(i - 1 - static_cast<int>(random() % static_cast<unsigned>(span)));
      }
      const char* word = "from";
      for (const int parent : parents) {
        text += std::string(word) + " :" + std::to_string(parent) + "\n";
        word = "merge";
      }
    }
    text += "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("A walk finds what git rev-list finds, also where dates lie") {
  for (const unsigned seed : {1u, 2u, 3u, 4u, 5u, 6u}) {
    RepositorySandbox sandbox;
    const bool skewed = seed % 2 == 0;
    sandbox.write("repo/stream", random_history(seed, 50, skewed));
    sandbox.git(
        "git fast-import --quiet --export-marks=marks < stream; sed -n 's/^:[0-9]* //p' "
        "marks > ids");
    const std::vector<Oid> all = ids(sandbox.read("repo/ids"));
    REQUIRE(all.size() == 50);
    // What each commit can reach, from git without any exclusion.
    std::vector<std::set<std::string>> past;
    for (const Oid& oid : all) past.push_back(lines(sandbox.git("git rev-list " + oid.hex())));
    Walker walker(sandbox.open());
    std::mt19937 random(seed);
    const auto pick = [&] { return static_cast<size_t>(random() % all.size()); };
    for (int i = 0; i < 200; ++i) {
      std::vector<size_t> tips(1 + random() % 2);
      std::vector<size_t> excluded(random() % 4);
      for (size_t& n : tips) n = pick();
      for (size_t& n : excluded) n = pick();
      std::set<std::string> expected;
      for (const size_t n : tips) expected.insert(past[n].begin(), past[n].end());
      for (const size_t n : excluded) {
        for (const std::string& name : past[n]) expected.erase(name);
      }
      std::vector<Oid> tip_ids;
      std::vector<Oid> excluded_ids;
      for (const size_t n : tips) tip_ids.push_back(all[n]);
      for (const size_t n : excluded) excluded_ids.push_back(all[n]);
      INFO("seed " << seed << " walk " << i);
      CHECK(walker.set(tip_ids, excluded_ids) == expected);
      const size_t a = pick();
      const size_t b = pick();
      const bool related = std::any_of(past[a].begin(), past[a].end(),
                                       [&](const std::string& n) { return past[b].contains(n); });
      CHECK(walker.related(all[a], all[b]) == related);
    }
  }
}

TEST_CASE("Parents come before children, and always in the same order") {
  RepositorySandbox sandbox;
  sandbox.write("repo/stream", random_history(7, 50, true));
  sandbox.git("git fast-import --quiet < stream");
  Walker walker(sandbox.open());
  const std::vector<Oid> tips = ids(sandbox.git("git rev-list --all | head -9"));
  const CommitWalk walk = walker.walk(tips, {});
  const std::string parents = sandbox.git("git rev-list --parents --all");
  std::map<std::string, size_t> place;
  for (size_t i = 0; i < walk.commits.size(); ++i) place[walk.commits[i].oid.hex()] = i;
  std::istringstream in(parents);
  for (std::string line; std::getline(in, line);) {
    for (size_t at = 41; at < line.size(); at += 41) {
      if (!place.contains(line.substr(0, 40))) continue;
      CHECK(place.at(line.substr(at, 40)) < place.at(line.substr(0, 40)));
    }
  }
  std::vector<Oid> backwards(tips.rbegin(), tips.rend());
  const CommitWalk again = walker.walk(backwards, {});
  REQUIRE(again.commits.size() == walk.commits.size());
  for (size_t i = 0; i < walk.commits.size(); ++i)
    CHECK(again.commits[i].oid == walk.commits[i].oid);
}

TEST_CASE("A walk ends where a shallow clone does, and says so") {
  RepositorySandbox sandbox;
  sandbox.git(
      "for i in 0 1 2 3 4; do git commit -q --allow-empty -m $i; done; "
      "git clone -q --depth 3 file://$PWD ../clone; cd ..; mv repo whole; mv clone repo");
  Walker walker(sandbox.open());
  const CommitWalk walk = walker.walk(ids(sandbox.git("git rev-parse HEAD")), {});
  REQUIRE(walk.commits.size() == 3);
  CHECK(walk.commits[0].is_cut);
  CHECK(walk.commits[0].parent_trees.empty());
  CHECK_FALSE(walk.commits[1].is_cut);
  CHECK(walk.unreadable.empty());
}

TEST_CASE("A commit that is missing or damaged is told of, and the others are walked") {
  RepositorySandbox sandbox;
  sandbox.git("for i in 0 1 2 3; do git commit -q --allow-empty -m $i; done");
  const Oid lost = ids(sandbox.git("git rev-parse HEAD~2"))[0];
  const Oid damaged =
      ids(sandbox.git("printf 'no commit' | git hash-object -w -t commit --literally --stdin"))[0];
  const std::vector<Oid> tips = ids(sandbox.git("git rev-parse HEAD"));
  sandbox.git("rm -f .git/objects/" + lost.hex().substr(0, 2) + "/" + lost.hex().substr(2));
  Walker walker(sandbox.open());
  const CommitWalk walk = walker.walk({tips[0], damaged}, {});
  CHECK(walk.commits.size() == 2);
  CHECK(walk.unreadable.size() == 2);
  const CommitWalk without = walker.walk(tips, {lost});
  CHECK(without.commits.size() == 2);
  CHECK(without.unreadable.empty());
  REQUIRE(without.unreadable_excluded.size() == 1);
  CHECK(without.unreadable_excluded[0].oid == lost);
}

TEST_CASE("Commits that are their own ancestors do not hang the walk") {
  RepositorySandbox sandbox;
  sandbox.git("git commit -q --allow-empty -m 0");
  const Oid a = made_up_oid('a');
  const Oid b = made_up_oid('b');
  const auto text = [](const Oid& parent) {
    return "tree " + std::string(40, '4') + "\nparent " + parent.hex() + "\n\nx";
  };
  PackWriter pack;
  for (const auto& [oid, parent] : {std::pair(a, b), std::pair(b, a)}) {
    pack.add(oid, 1, text(parent).size(), "", zlib_stored(text(parent)));
  }
  pack.write(sandbox, "repo/.git/objects/pack");
  Walker walker(sandbox.open());
  CHECK(walker.walk({a}, {}).commits.size() == 2);
  CHECK(walker.walk({a}, {b}).commits.empty());
  CHECK(walker.related(a, b));
}

}  // namespace aegis::git
