#include "scanner/git/refs.h"

#include <catch2/catch.hpp>

#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

std::string error_of(const Result<std::optional<Oid>>& resolved) {
  return resolved ? "" : resolved.error().message();
}

}  // namespace

TEST_CASE("A ref is found loose, packed, behind symbolic refs and in a detached HEAD") {
  RepositorySandbox sandbox;
  sandbox.git(
      "git commit -q --allow-empty -m 1 && git tag old && git commit -q --allow-empty -m 2");
  const std::string head = sandbox.git_line("git rev-parse HEAD");
  const std::string old = sandbox.git_line("git rev-parse old");
  for (const char* const change :
       {":", "git pack-refs --all", "git update-ref refs/heads/more HEAD",
        "git symbolic-ref refs/heads/link refs/heads/main && git symbolic-ref HEAD refs/heads/link",
        "git checkout -q --detach"}) {
    INFO(change);
    sandbox.git(change);
    const Repository repository = sandbox.open();
    CHECK((*head_commit(repository))->hex() == head);
    CHECK((*resolve_ref(repository, "refs/tags/old"))->hex() == old);
    CHECK_FALSE(resolve_ref(repository, "refs/heads/mai")->has_value());
    CHECK_FALSE(resolve_ref(repository, "refs/heads")->has_value());
  }
}

TEST_CASE("A loose ref wins over a packed one") {
  RepositorySandbox sandbox;
  sandbox.git("git commit -q --allow-empty -m 1 && git pack-refs --all");
  sandbox.git("git commit -q --allow-empty -m 2");
  CHECK((*head_commit(sandbox.open()))->hex() == sandbox.git_line("git rev-parse HEAD"));
}

TEST_CASE("An unborn branch is no error and no commit") {
  RepositorySandbox sandbox;
  auto head = head_commit(sandbox.open());
  REQUIRE(head);
  CHECK_FALSE(head->has_value());
  CHECK(merge_heads(sandbox.open())->empty());
}

TEST_CASE("A HEAD that cannot be understood is an error, never unborn and never a wait") {
  const char* const kCases[] = {
      "echo 'ref: refs/heads/a' > .git/HEAD; git symbolic-ref refs/heads/a refs/heads/b; "
      "git symbolic-ref refs/heads/b refs/heads/a",
      ": > .git/HEAD",
      "echo zzzz > .git/HEAD",
      "echo 'ref: ../../etc/passwd' > .git/HEAD",
      "echo 'ref: refs/../../x' > .git/HEAD",
      "echo 'ref: HEAD' > .git/HEAD",
      "rm .git/HEAD && mkfifo .git/HEAD",
      "head -c 100000 /dev/zero > .git/HEAD",
      "mkdir -p .git/refs/heads && : > .git/refs/heads/main",
      "mkfifo .git/refs/heads/main",
      "head -c 5000 /dev/urandom > .git/packed-refs",
      "printf '# pack-refs\\nabc refs/heads/other\\n' > .git/packed-refs",
  };
  for (const char* const make : kCases) {
    INFO(make);
    RepositorySandbox sandbox;
    sandbox.git(make);
    CHECK_FALSE(error_of(head_commit(sandbox.open())).empty());
  }
}

TEST_CASE("MERGE_HEAD names each commit that is merged") {
  RepositorySandbox sandbox;
  const std::string a(40, 'a');
  const std::string b(40, 'b');
  sandbox.write("repo/.git/MERGE_HEAD", a + "\n" + b + "\n");
  CHECK(merge_heads(sandbox.open())->size() == 2);
  sandbox.write("repo/.git/MERGE_HEAD", a + "\nb\n");
  CHECK_FALSE(merge_heads(sandbox.open()));
}

}  // namespace aegis::git
