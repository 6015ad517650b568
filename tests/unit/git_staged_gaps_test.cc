// Staged content that is missing, damaged or hostile.
#include "tests/unit/git_staged_listing.h"

namespace aegis::git {

TEST_CASE("A sparse index is expanded only where it differs from HEAD") {
  RepositorySandbox sandbox;
  sandbox.git(kFirst);
  sandbox.git(
      "git sparse-checkout init --cone --sparse-index; git sparse-checkout set c; "
      "printf x > c/h; git add .");
  CHECK(summary(sandbox) == "c/h=x <- 3; ");
  CHECK(sandbox.git("git ls-files --sparse").find("a/\n") != std::string::npos);
  sandbox.git(
      "git commit -q -m second; git checkout -q -b side; git sparse-checkout disable; "
      "printf y > a/b/f; printf z > a/n; git add .; git commit -q -m third; "
      "git sparse-checkout init --cone --sparse-index; git sparse-checkout set c; "
      "git reset -q --soft main");
  CHECK(sandbox.git("git ls-files --sparse").find("a/\n") != std::string::npos);
  CHECK(summary(sandbox) == "a/b/f=y <- 1; a/n=z; ");
}

TEST_CASE("A staged blob that is missing is an error of its document and of no other") {
  RepositorySandbox sandbox;
  sandbox.git(kFirst +
              std::string("printf x > top; printf y > a/g; git add .; o=$(git rev-parse :top); "
                          "rm -f .git/objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-)"));
  const std::string told = summary(sandbox);
  CHECK(told.find("a/g=y <- 2; ") == 0);
  CHECK(told.find("top=error: missing object ") != std::string::npos);
}

TEST_CASE("A folder of HEAD that is missing is skipped, and all below it counts as new") {
  RepositorySandbox sandbox;
  sandbox.git(kFirst +
              std::string("printf x > a/g; git add .; o=$(git rev-parse HEAD:a); "
                          "rm -f .git/objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-)"));
  CHECK(summary(sandbox) == "a/b/f=1; a/g=x; skipped a/; ");
}

TEST_CASE("A HEAD or a root tree that is missing is an error of the whole") {
  for (const char* const name : {"HEAD", "HEAD^{tree}"}) {
    RepositorySandbox sandbox;
    sandbox.git(kFirst + ("printf x > a/g; git add .; o=$(git rev-parse '" + std::string(name) +
                          "'); rm -f .git/objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-)"));
    CHECK(list_error(sandbox).find("missing object ") == 0);
  }
}

TEST_CASE("A repository without objects or with a damaged index is an error") {
  RepositorySandbox sandbox;
  sandbox.git(kFirst + std::string("printf x > a/g; git add ."));
  sandbox.git("head -c 100 .git/index > i; cp i .git/index");
  CHECK(list_error(sandbox).find(".git/index") != std::string::npos);
  sandbox.git("mv .git/objects .git/gone");
  CHECK_FALSE(list_error(sandbox).empty());
}

TEST_CASE("Trees nested deeper than git allows are skipped, not followed") {
  RepositorySandbox sandbox;
  std::string lines;
  for (const auto& [name, depth] : {std::pair("d", 3000), std::pair("e", 2000)}) {
    lines += "100644 " + sandbox.git_line("printf x | git hash-object -w --stdin") + "\t";
    for (int i = 0; i < depth; ++i) lines.append(name).append("/");
    lines += "f\n";
  }
  sandbox.write("list", lines);
  sandbox.git("git update-index --index-info < ../list");
  const CollectSink sink = list(sandbox.path("repo"));
  CHECK(sink.documents.size() == 1);
  REQUIRE(sink.problems.size() == 1);
  CHECK(sink.problems.begin()->second.find("too deep") != std::string::npos);
}

TEST_CASE("A tree that holds more paths than could be walked ends, on either side") {
  RepositorySandbox sandbox;
  // Thirty levels of ten folders, all the same: 10^30 paths.
  const std::string bomb = sandbox.git_line(
      "o=$(printf x | git hash-object -w --stdin); t=$(printf '100644 blob %s\\tf\\n' $o | git "
      "mktree); "
      "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; "
      "do "
      "t=$(for j in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\\t%s\\n' $t $j; done | git "
      "mktree); "
      "done; echo $t");
  sandbox.git("git update-ref HEAD $(git commit-tree -m bomb " + bomb +
              "); printf 1 > n; git add n");
  CHECK(summary(sandbox) == "n=1; ");

  // The same as a folder of a sparse index, made of a file's entry.
  sandbox.git("git update-ref -d HEAD; git update-index --add --cacheinfo 100644," + bomb + ",sX");
  std::string index = sandbox.read("repo/.git/index");
  const size_t at = index.find(Oid::from_hex(bomb, HashKind::kSha1)->bytes());
  REQUIRE(at != std::string::npos);
  index.replace(at - 16, 4, big_endian(040000, 4));
  index.replace(at + 22, 2, "s/");
  sandbox.write("repo/.git/index", index);
  const CollectSink sink = list(sandbox.path("repo"));
  CHECK(sink.documents.size() > 2);
  CHECK(sink.documents.size() < 100'002);
  REQUIRE(sink.problems.size() == 1);
  CHECK(sink.problems.begin()->second.find("too many places") != std::string::npos);
}

TEST_CASE("A folder of a sparse index whose tree is missing or null is skipped, not clean") {
  RepositorySandbox sandbox;
  sandbox.git(kFirst);
  for (const char digit : {'0', 'a'}) {
    const std::string name(40, 'b');  // git refuses the null name: put in below
    sandbox.git("git update-index --add --cacheinfo 100644," + name + ",sX");
    std::string index = sandbox.read("repo/.git/index");
    const size_t at = index.find(Oid::from_hex(name, HashKind::kSha1)->bytes());
    REQUIRE(at != std::string::npos);
    index.replace(at - 16, 4, big_endian(040000, 4));
    index.replace(at, 20, Oid::from_hex(std::string(40, digit), HashKind::kSha1)->bytes());
    index.replace(at + 22, 2, "s/");
    sandbox.write("repo/.git/index", index);
    CHECK(summary(sandbox) == "skipped s/; ");
    sandbox.git("rm .git/index; git read-tree HEAD");
  }
}

}  // namespace aegis::git
