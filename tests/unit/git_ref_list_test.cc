#include "scanner/git/ref_list.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "scanner/git/packed_refs.h"
#include "scanner/git/reflog.h"
#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

std::string listed(const RefList& list) {
  std::string text;
  for (const Ref& ref : list.refs) text += ref.oid.hex() + " " + ref.name + "\n";
  for (const Error& problem : list.problems) text += "problem: " + problem.message() + "\n";
  return text;
}

bool names(const RefList& list, const std::string& name, const std::string& hex) {
  return std::any_of(list.refs.begin(), list.refs.end(),
                     [&](const Ref& ref) { return ref.name == name && ref.oid.hex() == hex; });
}

}  // namespace

TEST_CASE("Refs are those that git lists, loose, packed or both") {
  for (const char* const options : {"", "--object-format=sha256"}) {
    RepositorySandbox sandbox(options);
    sandbox.git(
        "git commit -q --allow-empty -m 0; git tag -m t annotated; git tag light; "
        "git branch b/c/d; git branch e; git pack-refs --all; git commit -q --allow-empty -m 1; "
        "git branch -D -q e; git branch f; git update-ref refs/notes/x HEAD; "
        "git update-ref refs/remotes/o/main HEAD; "
        "git symbolic-ref refs/remotes/o/HEAD refs/remotes/o/main; "
        "git symbolic-ref refs/remotes/o/gone refs/remotes/o/nothing; "
        "printf x > dirty; git add .; git stash -q; touch .git/refs/heads/x.lock");
    const auto list = list_refs(sandbox.open(), "refs");
    CHECK(listed(list) == sandbox.git("git for-each-ref --format='%(objectname) %(refname)'"));
    CHECK(listed(list_refs(sandbox.open(), "refs/remotes/o")) ==
          sandbox.git("git for-each-ref --format='%(objectname) %(refname)' refs/remotes/o"));
    CHECK(listed(list_refs(sandbox.open(), "refs/")) == listed(list));
    CHECK(list_refs(sandbox.open(), "refs/nothing").refs.empty());
    CHECK(list_refs(sandbox.open(), "refs/heads/b/c/d").refs.size() == 1);
    CHECK(list_refs(sandbox.open(), "refs/heads/f").refs.size() == 1);
  }
}

TEST_CASE("An annotated tag in packed-refs comes with what it leads to") {
  RepositorySandbox sandbox;
  sandbox.git("git commit -q --allow-empty -m 0; git tag -m t annotated; git pack-refs --all");
  const auto list = list_refs(sandbox.open(), "refs/tags");
  REQUIRE(list.refs.size() == 1);
  REQUIRE(list.refs[0].peeled);
  CHECK(list.refs[0].peeled->hex() == sandbox.git_line("git rev-parse HEAD"));
}

TEST_CASE("A ref that cannot be understood is a problem, and the others are listed") {
  RepositorySandbox sandbox;
  sandbox.git(
      "git commit -q --allow-empty -m 0; echo nonsense > .git/refs/heads/bad; "
      "mkfifo .git/refs/heads/fifo; printf 'garbage\\n' > .git/packed-refs; "
      "printf 'ref: refs/heads/loop' > .git/refs/heads/loop; ln -s /dev/zero .git/refs/heads/zero");
  const auto list = list_refs(sandbox.open(), "refs");
  CHECK(list.refs.size() == 1);
  CHECK(list.problems.size() == 5);
}

TEST_CASE("All names are the refs, the heads and the logs of this and all worktrees") {
  RepositorySandbox sandbox;
  sandbox.git(
      "git commit -q --allow-empty -m 0; git commit -q --allow-empty -m 1; "
      "git reset -q --hard HEAD~1; git branch gone; git checkout -q gone; "
      "git commit -q --allow-empty -m 2; git checkout -q main; cp .git/logs/refs/heads/gone log; "
      "git branch -D -q gone; mv log .git/logs/refs/heads/gone; git worktree add -q --detach ../w; "
      "cd ../w; git commit -q --allow-empty -m 3; git update-ref refs/bisect/bad HEAD; cd ../repo; "
      "git fetch -q ../w HEAD");
  const auto list = list_all_names(sandbox.open());
  CHECK(list.problems.empty());
  const auto id = [&](const std::string& name) {
    return sandbox.git_line("git rev-parse " + name);
  };
  CHECK(names(list, "refs/heads/main", id("main")));
  CHECK(names(list, "HEAD@{1}", id("HEAD@{1}")));
  CHECK(names(list, "ORIG_HEAD", id("ORIG_HEAD")));
  CHECK(names(list, "FETCH_HEAD", id("FETCH_HEAD")));
  CHECK(names(list, "refs/heads/main@{1}", id("main@{1}")));
  CHECK(names(list, "refs/heads/gone@{0}", id("HEAD@{1}")));
  const std::string in_worktree = sandbox.line("git rev-parse HEAD", "w");
  CHECK(names(list, "worktrees/w/HEAD", in_worktree));
  CHECK(names(list, "worktrees/w/HEAD@{0}", in_worktree));
  CHECK(names(list, "worktrees/w/refs/bisect/bad", in_worktree));
}

TEST_CASE("Packed refs and reflogs are taken from any bytes") {
  const std::string a(40, 'a');
  const std::string b(40, 'b');
  const std::string text =
      "# pack-refs with: peeled\n" + a + " refs/x\n^" + b + "\n" + a + " \nzz\n^zz\n" + b + " y";
  const auto packed = parse_packed_refs(text, HashKind::kSha1);
  REQUIRE(packed.refs.size() == 2);
  CHECK(packed.refs[0].peeled.has_value());
  CHECK(packed.refs[1].name == "y");
  CHECK(packed.malformed == 3);
  CHECK(parse_packed_refs("^" + a, HashKind::kSha1).refs.empty());

  const Reflog log(a + " " + b + " A <a@b> 5 +0000\tcommit: x\n\nzz\n" + a + " " + b + "\n" + a +
                       "\n" + std::string(40, '0') + " " + a,
                   HashKind::kSha1);
  REQUIRE(log.entries().size() == 3);
  CHECK(log.entries()[0].message == "commit: x");
  CHECK(log.entries()[0].who.time == 5);
  CHECK(log.entries()[1].message.empty());
  CHECK(log.entries()[2].before.is_null());
  CHECK(log.malformed() == 3);
}

}  // namespace aegis::git
