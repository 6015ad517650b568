#include "scanner/git/revision.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

// What a revision of the sandbox's repository names, or why it names nothing.
class Parsing {
 public:
  explicit Parsing(const RepositorySandbox& sandbox)
      : repository_(sandbox.open()),
        store_(*ObjectStore::open(repository_)),
        shallow_(*read_shallow(repository_)),
        reader_(store_),
        parser_(repository_, store_, shallow_, reader_) {}

  Result<Oid> of(std::string_view revision) { return parser_.resolve(revision); }

  std::string hex(std::string_view revision) {
    auto oid = of(revision);
    return oid ? oid->hex() : oid.error().message();
  }

 private:
  Repository repository_;
  ObjectStore store_;
  OidSet shallow_;
  ObjectReader reader_;
  RevisionParser parser_;
};

constexpr const char* kHistory =
    "commit() { git commit -q --allow-empty -m $1; }; commit 0; commit 1; git checkout -q -b side; "
    "commit s; git checkout -q main; commit 2; git merge -q --no-ff -m merge side; commit 3; "
    "git tag -m annotated v1.0; git tag -m nested nested v1.0; git tag light HEAD~2; "
    "printf x > f; git add f; commit f; git stash list; git branch name-with-dash; "
    "git update-ref refs/remotes/origin/main HEAD~1; "
    "git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main; "
    "git config remote.origin.url .; "
    "git config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'; "
    "git config branch.main.remote origin; git config branch.main.merge refs/heads/main; "
    "git config branch.side.remote .; git config branch.side.merge refs/heads/main; ";

}  // namespace

TEST_CASE("A revision names what git rev-parse says") {
  const char* const kRevisions[] = {"HEAD",
                                    "@",
                                    "main",
                                    "heads/main",
                                    "refs/heads/main",
                                    "side",
                                    "light",
                                    "v1.0",
                                    "nested",
                                    "tags/v1.0",
                                    "origin",
                                    "origin/main",
                                    "remotes/origin/main",
                                    "origin/HEAD",
                                    "HEAD~",
                                    "HEAD~1",
                                    "HEAD~2",
                                    "HEAD~0",
                                    "HEAD^",
                                    "HEAD^0",
                                    "HEAD^1",
                                    "HEAD~2^2",
                                    "HEAD~2^2~1",
                                    "HEAD^^^2",
                                    "@~3",
                                    "v1.0^{}",
                                    "v1.0^{commit}",
                                    "v1.0^{tag}",
                                    "nested^{tag}",
                                    "nested^{}",
                                    "nested^{tree}",
                                    "v1.0^0",
                                    "v1.0~1",
                                    "HEAD^{tree}",
                                    "HEAD^{object}",
                                    "HEAD@{0}",
                                    "HEAD@{1}",
                                    "main@{0}",
                                    "main@{2}",
                                    "@{1}",
                                    "@{0}~1",
                                    "main@{1}^",
                                    "@{-1}",
                                    "@{-1}~1",
                                    "@{u}",
                                    "@{upstream}",
                                    "main@{u}",
                                    "side@{u}",
                                    "main@{upstream}~1",
                                    "name-with-dash",
                                    "v1.0-2-g$(git rev-parse --short HEAD)",
                                    "$(git rev-parse HEAD)",
                                    "$(git rev-parse HEAD)~1",
                                    "$(git rev-parse HEAD~1 | cut -c1-12)",
                                    "$(git rev-parse HEAD:f)",
                                    "$(git rev-parse HEAD:f | cut -c1-10)",
                                    "ORIG_HEAD"};
  for (const char* const options : {"", "--object-format=sha256"}) {
    for (const bool packed : {false, true}) {
      RepositorySandbox sandbox(options);
      sandbox.git(kHistory + std::string("git update-ref ORIG_HEAD HEAD~1; ") +
                  (packed ? "git gc -q" : ""));
      Parsing parsing(sandbox);
      for (const char* const revision : kRevisions) {
        const std::string text = sandbox.git_line(std::string("echo \"") + revision + "\"");
        INFO(text);
        CHECK(parsing.hex(text) == sandbox.git_line("git rev-parse --verify '" + text + "'"));
      }
      const std::string upper = sandbox.git_line("git rev-parse HEAD | tr a-f A-F");
      CHECK(parsing.hex(upper) == sandbox.git_line("git rev-parse HEAD"));
    }
  }
}

TEST_CASE("What is no revision, and what names nothing, are different errors") {
  RepositorySandbox sandbox;
  sandbox.git(kHistory);
  Parsing parsing(sandbox);
  for (const char* const text :
       {"", "~1", "^", "HEAD^{", "HEAD^{/x}", "HEAD@{", "HEAD@{yesterday}", "main@{1.day.ago}",
        "HEAD:f", "a b", "../../etc/passwd", "refs/heads/../../config", "a\nb", "HEAD^x", "HEAD~x",
        "HEAD~99999999999999999999", "-x:", "@{-0}", "*"}) {
    INFO(text);
    auto oid = parsing.of(text);
    REQUIRE_FALSE(oid);
    CHECK(oid.error().kind() == ErrorKind::kUsage);
  }
  for (const std::string& text :
       {std::string("nothing"), std::string("config"), std::string("HEAD~100"),
        std::string("HEAD^3"), std::string("HEAD@{100}"), std::string("@{-9}"),
        std::string("origin/gone"), std::string("name-with-dash@{u}"), std::string(40, '1'),
        std::string("1234abcd"), std::string("HEAD^{blob}"), std::string("HEAD^{tree}~1"),
        std::string("light@{0}")}) {
    INFO(text);
    auto oid = parsing.of(text);
    REQUIRE_FALSE(oid);
    CHECK(oid.error().kind() == ErrorKind::kUnreadable);
  }
}

TEST_CASE("A name that two different refs have is an error") {
  RepositorySandbox sandbox;
  sandbox.git(kHistory);
  sandbox.git(
      "git update-ref refs/tags/origin/main HEAD; git update-ref refs/tags/side HEAD~3; "
      "git update-ref refs/heads/HEAD HEAD~2; git update-ref refs/tags/main main; "
      "git branch $(git rev-parse HEAD | cut -c1-8) HEAD~1");
  Parsing parsing(sandbox);
  const std::string prefix = sandbox.git_line("git rev-parse HEAD | cut -c1-8");
  for (const std::string& text : {std::string("origin/main"), std::string("side"), prefix}) {
    INFO(text);
    auto oid = parsing.of(text);
    REQUIRE_FALSE(oid);
    CHECK(oid.error().kind() == ErrorKind::kUsage);
  }
  for (const char* const text : {"HEAD", "main", "refs/heads/side", "heads/side"}) {
    CHECK(parsing.hex(text) ==
          sandbox.git_line(std::string("git rev-parse -q ") + text + " 2>/dev/null"));
  }
}

TEST_CASE("An abbreviation that several objects share means the commit, if there is but one") {
  RepositorySandbox sandbox;
  sandbox.git(kHistory);
  // Blobs until one begins like HEAD.
  const std::string prefix = sandbox.git_line(
      "want=$(git rev-parse HEAD | cut -c1-4); i=0; while :; do i=$((i+1)); "
      "for j in 0 1 2 3 4 5 6 7 8 9; do echo $i$j > in$j; done; "
      "if git hash-object in0 in1 in2 in3 in4 in5 in6 in7 in8 in9 | grep -q ^$want; then "
      "git hash-object -w in0 in1 in2 in3 in4 in5 in6 in7 in8 in9 >/dev/null; break; fi; "
      "test $i -lt 3000 || { want=none; break; }; done; echo $want");
  Parsing parsing(sandbox);
  if (prefix != "none") CHECK(parsing.hex(prefix) == sandbox.git_line("git rev-parse HEAD"));
}

TEST_CASE("In a shallow clone an error says how to get the rest") {
  RepositorySandbox sandbox;
  sandbox.git(kHistory);
  sandbox.git("git clone -q --depth 1 file://$PWD ../clone; cd ..; mv repo whole; mv clone repo");
  Parsing parsing(sandbox);
  CHECK(parsing.of("HEAD"));
  for (const char* const text : {"HEAD~1", "HEAD^", "side", "v0.9"}) {
    auto oid = parsing.of(text);
    REQUIRE_FALSE(oid);
    CHECK(oid.error().kind() == ErrorKind::kUnreadable);
    CHECK(oid.error().message().find("--unshallow") != std::string::npos);
    CHECK(oid.error().message().find("fetch-depth: 0") != std::string::npos);
  }
}

}  // namespace aegis::git
