#include "scanner/git/staged.h"

#include <thread>

#include "scanner/git/comparison.h"
#include "tests/unit/git_staged_listing.h"

namespace aegis::git {

TEST_CASE("On an unborn branch everything staged is new") {
  RepositorySandbox sandbox;
  CHECK(summary(sandbox) == "");
  sandbox.git("printf 1 > f; mkdir d; printf 2 > d/g; git add .; printf x > f");
  CHECK(summary(sandbox) == "d/g=2; f=1; ");
}

TEST_CASE("What is staged is what differs from HEAD, whatever the work tree holds") {
  struct Case {
    const char* change;
    const char* expected;
  };
  const Case kCases[] = {
      {":", ""},
      {"printf x > top", ""},
      {"printf x > top; git add top; printf y > top", "top=x <- 4; "},
      {"printf x > top; git add top; git checkout -q HEAD -- a; rm top", "top=x <- 4; "},
      {"printf x > a/b/n; git add .", "a/b/n=x; "},
      {"printf x > a/b/f; printf y > c/h; git add .", "a/b/f=x <- 1; c/h=y <- 3; "},
      {"git rm -q a/b/f", ""},
      {"git rm -rq a", ""},
      {"git mv top moved", ""},
      {"git mv a elsewhere", ""},
      {"mkdir d; git mv top d/top; printf 44 > d/top; git add .", "d/top=44 <- 4; "},
      {"git mv a z; printf 11 > z/b/f; git add .", "z/b/f=11 <- 1; "},
      {"cp top copy; git add .", "copy=4; "},
      {"chmod +x top; git add .", ""},
      {"ln -s target link; git add .", "link=target; "},
      {"ln -sf target top; git add .", "top=target <- 4; "},
      {"rm top; mkdir top; printf x > top/y; git add -A", "top/y=x; "},
      {"git rm -rqf c; printf x > c; git add -A", "c=x; "},
      {"printf x > n; git add -N n", ""},
      {"printf x > n; git add -N n; git add n", "n=x; "},
      {"printf x > a.b; printf y > a-b; printf z > 'a b'; git add .", "a b=z; a-b=y; a.b=x; "},
      {"printf x > top; git add .; git update-index --skip-worktree top", "top=x <- 4; "},
      {"printf x > top; git add .; git update-index --index-version 4", "top=x <- 4; "},
      {"git update-index --split-index; printf x > top; git add .", "top=x <- 4; "},
      {"printf x > top; git add .; git write-tree", "top=x <- 4; "},
      {"git checkout -q --detach; printf x > top; git add .", "top=x <- 4; "},
      {"git checkout -q --orphan new", "a/b/f=1; a/g=2; c/h=3; top=4; "},
      {"git gc -q; printf x > top; git add .", "top=x <- 4; "},
      {"git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),sub", ""},
      {"rm .git/index", ""},
  };
  for (const char* const options : {"", "--object-format=sha256"}) {
    for (const auto& [change, expected] : kCases) {
      INFO(options << change);
      RepositorySandbox sandbox(options);
      sandbox.git(kFirst + std::string(change));
      CHECK(summary(sandbox) == expected);
    }
  }
}

TEST_CASE("A document knows its path below the work tree and its blob") {
  RepositorySandbox sandbox;
  sandbox.git(kFirst + std::string("printf x > a/b/f; git add ."));
  const CollectSink sink = list(sandbox.path("repo/c"));
  REQUIRE(sink.documents.size() == 1);
  CHECK(sink.documents[0]->origin()->path == "a/b/f");
  CHECK(sink.documents[0]->origin()->identity == "a/b/f");
  CHECK(sink.documents[0]->origin()->blob == sandbox.git_line("git rev-parse :a/b/f"));
}

TEST_CASE("In a merge only what no parent has is new") {
  RepositorySandbox sandbox;
  sandbox.git(
      "printf 1 > ours; printf 1 > theirs; printf 1 > both; mkdir d e; printf 1 > d/x; "
      "printf 1 > e/x; git add .; git commit -q -m 0; git checkout -q -b side; "
      "printf t > theirs; printf t > both; printf t > d/x; printf t > new; git add .; "
      "git commit -q -m t; git checkout -q main; printf o > ours; printf o > both; "
      "printf o > e/x; git add .; git commit -q -m o; git merge -q side || true");
  CHECK(summary(sandbox) == "skipped both; ");
  sandbox.git("printf m > both; printf evil > d/y; git add .");
  CHECK(summary(sandbox) == "both=m <- o <- t; d/y=evil; ");
}

TEST_CASE("A merge of several branches compares with all of them") {
  RepositorySandbox sandbox;
  sandbox.git(kFirst +
              std::string("for i in 1 2 3; do git checkout -q -b b$i main; printf $i > n$i; "
                          "git add .; git commit -q -m $i; done; git checkout -q main; "
                          "git merge -q --no-commit b1 b2 b3; printf x > n2; git add ."));
  CHECK(summary(sandbox) == "n2=x <- 2; ");
}

TEST_CASE("A conflict is reported once and the rest is listed") {
  RepositorySandbox sandbox;
  sandbox.git(
      "printf 0 > f; git add f; git commit -q -m 0; git checkout -q -b side; printf 1 > f; "
      "git commit -qam 1; git checkout -q main; printf 2 > f; git commit -qam 2; "
      "git merge -q side || true; printf x > g; git add g");
  const CollectSink sink = list(sandbox.path("repo"));
  REQUIRE(sink.documents.size() == 1);
  REQUIRE(sink.problems.size() == 1);
  CHECK(sink.problems.at("f") == "unmerged; resolve the conflict and stage the file");
}

TEST_CASE("In a linked worktree its own index and HEAD count") {
  RepositorySandbox sandbox;
  sandbox.git(kFirst +
              std::string("git worktree add -q ../linked -b side; printf x > ../linked/top; "
                          "git -C ../linked add ."));
  CHECK(summary(sandbox) == "");
  CHECK(summary(sandbox.path("linked")) == "top=x <- 4; ");
}

TEST_CASE("GIT_INDEX_FILE names the index, as when git commits single paths") {
  RepositorySandbox sandbox;
  sandbox.git(kFirst + std::string("cp .git/index .git/other; printf x > top; "
                                   "GIT_INDEX_FILE=.git/other git add ."));
  CHECK(summary(sandbox) == "");
  Environment environment;
  for (const std::string& name : {std::string(".git/other"), sandbox.path("repo/.git/other")}) {
    environment.index_file = name;
    CHECK(summary(sandbox.path("repo"), environment) == "top=x <- 4; ");
    CHECK(summary(sandbox.path("repo/a"), environment) == "top=x <- 4; ");
  }
}

TEST_CASE("A file is new where it was added or moved to a name that is watched") {
  struct Row {
    const char* change;
    const char* told;
  };
  const Row rows[] = {
      {"printf x > a/n.watched", "!a/n.watched=x; "},
      {"git mv top top.watched", "!top.watched=4 <- 4; "},
      {"git mv top top.txt", ""},
      {"printf x > is.watched", "is.watched=x <- 5; "},
      {"git mv is.watched was.watched", ""},
      {"git mv is.watched is.txt", ""},
      {"mkdir m; git mv is.watched m/is.watched; printf x > m/is.watched", "m/is.watched=x <- 5; "},
      // It was watched already, at one of the paths that are gone.
      {"cp is.watched y; git add y; git commit -qm y; git rm -q y is.watched; printf 5 > z.watched",
       ""},
  };
  for (const Row& row : rows) {
    INFO(row.change);
    RepositorySandbox sandbox;
    sandbox.git(kFirst);
    sandbox.git("printf 5 > is.watched; git add .; git commit -qm watched");
    sandbox.git(std::string(row.change) + "; git add -A .");
    CHECK(summary(sandbox) == row.told);
  }
}

TEST_CASE("A hook sees in each form of commit what will be committed") {
  RepositorySandbox sandbox;
  sandbox.git(kFirst);
  sandbox.git(
      "printf '#!/bin/sh\\nprintf %%s \"$GIT_INDEX_FILE\" > ../name\\ncp \"$GIT_INDEX_FILE\" "
      "../seen\\n"
      "' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit");
  for (const char* const commit :
       {"-a -m x", "-m x top", "-m x --include top", "--amend -a -m x"}) {
    INFO(commit);
    sandbox.git(
        "git reset -q --hard; printf \"$RANDOM$$\" > top; printf staged > new; git add new; git "
        "tag -f was; "
        "git commit -q " +
        std::string(commit) + "; git reset -q --soft was");
    Environment environment;
    environment.index_file = sandbox.path("seen");
    const std::string told = summary(sandbox.path("repo"), environment);
    CHECK(told.find("top=") != std::string::npos);
    CHECK((told.find("new=staged") == std::string::npos) == (std::string(commit) == "-m x top"));
  }
}

TEST_CASE("A folder that stands at several paths is new at all of them") {
  RepositorySandbox sandbox;
  sandbox.git("mkdir -p a/d b/d c; printf x > a/d/f; cp -r a/d/f b/d/f; cp -r a c/; git add .");
  CHECK(summary(sandbox) == "a/d/f=x; b/d/f=x; c/a/d/f=x; ");
  const auto tree = Oid::from_hex(sandbox.git_line("git write-tree"), HashKind::kSha1);
  const Repository repository = sandbox.open();
  auto store = ObjectStore::open(repository);
  REQUIRE(store);
  ObjectReader reader(*store);
  const Comparison comparison = compare(*tree, {}, HashKind::kSha1, reader);
  CHECK(comparison.skipped.empty());
  REQUIRE(comparison.new_blobs.size() == 3);
  CHECK(comparison.new_blobs[1].path == "b/d/f");
}

TEST_CASE("Documents may be read on many threads, and when their source is gone") {
  RepositorySandbox sandbox;
  sandbox.git(
      "for i in $(seq 1 40); do seq $i 500 > f$i; done; git add .; git commit -q -m 1; git gc -q; "
      "for i in $(seq 1 40); do seq $i 501 > f$i; done; git add .");
  const CollectSink sink = list(sandbox.path("repo"));
  REQUIRE(sink.documents.size() == 40);
  std::vector<std::string> texts(40);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = t; i < 40; i += 4) {
        texts[i] = text_of(*sink.documents[i]);
        auto versions = sink.documents[i]->earlier_versions();
        if (versions) texts[i] += (*versions)[0] + "501\n";
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& text : texts) {
    CHECK((!text.empty() && text.substr(0, text.size() / 2) == text.substr(text.size() / 2)));
  }
}

}  // namespace aegis::git
