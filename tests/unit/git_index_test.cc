#include "scanner/git/index.h"

#include <catch2/catch.hpp>

#include "scanner/git/ewah.h"
#include "tests/unit/git_sandbox.h"

namespace aegis::git {

using namespace std::string_literals;

namespace {

// As `git ls-files --stage` prints them.
std::string listing(const Index& index) {
  std::string out;
  for (const IndexEntry& entry : index.entries()) {
    char mode[16];
    std::snprintf(mode, sizeof mode, "%06o ", entry.mode);
    out.append(mode).append(entry.oid.hex()).append(" ").append(std::to_string(entry.stage));
    out.append("\t").append(entry.path).append("\n");
  }
  return out;
}

Index read(const RepositorySandbox& sandbox) {
  auto index = Index::read(sandbox.open());
  if (!index) FAIL(index.error().message());
  return *std::move(index);
}

std::string error_of(const RepositorySandbox& sandbox) {
  auto index = Index::read(sandbox.open());
  return index ? "" : index.error().message();
}

constexpr const char* kFill =
    "mkdir -p dir/sub dir.d a; for f in a/1 a/12 a/2 dir/sub/x dir/y dir.d/z dir0 top; do echo $f "
    "> $f; "
    "done; ln -s top link; git add .; ";

}  // namespace

TEST_CASE("An index of each version and hash is what git says it is") {
  for (const char* const options : {"", "--object-format=sha256"}) {
    for (const char* const version : {"2", "3", "4"}) {
      INFO(options << " " << version);
      RepositorySandbox sandbox(options);
      sandbox.git(kFill);
      sandbox.git(
          "git commit -q -m 1; echo n > new; git add -N new; git update-index --skip-worktree top; "
          "git update-index --assume-unchanged dir0; git update-index --index-version " +
          std::string(version));
      const Index index = read(sandbox);
      CHECK(listing(index) == sandbox.git("git ls-files --stage"));
      for (const IndexEntry& entry : index.entries()) {
        CHECK(entry.intent_to_add == (entry.path == "new"));
        CHECK(entry.skip_worktree == (entry.path == "top"));
      }
    }
  }
}

TEST_CASE("A path of any length and bytes is read in every version") {
  for (const char* const version : {"2", "4"}) {
    RepositorySandbox sandbox;
    const std::string part(200, 'p');
    std::string longest = part;
    for (int i = 0; i < 24; ++i) longest += "/" + part;  // beyond the 4095 that the flags can tell
    sandbox.write("list", "100644 " + std::string(40, 'a') + "\t" + longest + "\n100644 " +
                              std::string(40, 'b') + "\t\"n\\nl\\377\"\n100644 " +
                              std::string(40, 'c') + "\t" + longest + "x\n");
    sandbox.git("git update-index --index-info < ../list; git update-index --index-version " +
                std::string(version));
    const Index index = read(sandbox);
    REQUIRE(index.entries().size() == 3);
    CHECK(index.entries()[0].path == "n\nl\xff");
    CHECK(index.entries()[1].path == longest);
    CHECK(index.entries()[2].path == longest + "x");
  }
}

TEST_CASE("No index file is an empty index") {
  RepositorySandbox sandbox;
  CHECK(read(sandbox).entries().empty());
  CHECK(read(sandbox).cache_tree().folders().empty());
}

TEST_CASE("A split index is put together from both halves") {
  for (const char* const version : {"2", "4"}) {
    RepositorySandbox sandbox;
    sandbox.git(kFill);
    sandbox.git("git update-index --index-version " + std::string(version));
    sandbox.git(
        "git config splitIndex.maxPercentChange 100; git update-index --split-index; "
        "echo changed > a/1; echo changed > dir/y; rm a/2 top; echo n > b; echo n > zz; "
        "git add -A; git rm -q --cached dir0");
    CHECK(sandbox.git("ls .git").find("sharedindex.") != std::string::npos);
    CHECK(listing(read(sandbox)) == sandbox.git("git ls-files --stage"));
    sandbox.git(
        "for i in 1 2 3; do echo $i > f$i; git add f$i; git rm -q --cached a/1$i || true; done");
    CHECK(listing(read(sandbox)) == sandbox.git("git ls-files --stage"));
    sandbox.git("rm .git/sharedindex.*");
    CHECK(error_of(sandbox).find("sharedindex.") != std::string::npos);
  }
}

TEST_CASE("Conflicts keep their stages") {
  RepositorySandbox sandbox;
  sandbox.git(
      "echo 0 > f; git add f; git commit -q -m 0; git checkout -q -b side; echo 1 > f; "
      "git commit -qam 1; git checkout -q main; echo 2 > f; git commit -qam 2; "
      "git merge -q side || true");
  const Index index = read(sandbox);
  CHECK(index.entries().size() == 3);
  CHECK(listing(index) == sandbox.git("git ls-files --stage"));
}

TEST_CASE("A sparse index keeps folders as single entries") {
  RepositorySandbox sandbox;
  sandbox.git(kFill);
  sandbox.git(
      "git commit -q -m 1; git sparse-checkout init --cone --sparse-index; "
      "git sparse-checkout set a");
  const Index index = read(sandbox);
  CHECK(listing(index) == sandbox.git("git ls-files --stage --sparse"));
  CHECK(std::any_of(index.entries().begin(), index.entries().end(),
                    [](const IndexEntry& entry) { return entry.is_sparse_folder(); }));
}

TEST_CASE("The cache tree names the trees that git would write") {
  RepositorySandbox sandbox;
  sandbox.git(kFill);
  sandbox.git("git commit -q -m 1; echo x >> a/1; git add a/1");
  const Index index = read(sandbox);
  const CacheTree& cache = index.cache_tree();
  REQUIRE(cache.folders().size() == 5);
  CHECK_FALSE(cache.folders()[0].is_valid);
  const auto children = cache.children(0);
  REQUIRE(children.size() == 3);
  CHECK(children[0].first == "a");
  CHECK_FALSE(cache.folders()[children[0].second].is_valid);
  CHECK(children[1].first == "dir");
  CHECK(cache.folders()[children[1].second].tree.hex() ==
        sandbox.git_line("git rev-parse HEAD:dir"));
  CHECK(cache.folders()[children[1].second].entry_count == 2);
  CHECK(cache.children(children[1].second).size() == 1);
}

TEST_CASE("A cache tree that is malformed is none") {
  const std::string oid(20, 'x');
  const std::string sound = std::string(
                                "\0"
                                "3 1\n",
                                5) +
                            oid +
                            std::string(
                                "a\0"
                                "1 0\n",
                                6) +
                            oid;
  CHECK(CacheTree::parse(sound, HashKind::kSha1).folders().size() == 2);
  for (size_t n = 0; n < sound.size(); ++n) {
    CHECK(CacheTree::parse(sound.substr(0, n), HashKind::kSha1).folders().empty());
  }
  for (const std::string& bytes : {sound + "x",
                                   std::string("\0"
                                               "-2 0\n",
                                               6),
                                   std::string("\0x 0\n", 5),
                                   std::string("\0"
                                               "-1 4294967295\n",
                                               15)}) {
    CHECK(CacheTree::parse(bytes, HashKind::kSha1).folders().empty());
  }
}

TEST_CASE("A trailer of zeroes is accepted and the extensions of git are passed over") {
  RepositorySandbox sandbox;
  sandbox.git(kFill);
  sandbox.git(
      "git update-index --untracked-cache --force-untracked-cache; git update-index --fsmonitor; "
      "git -c index.threads=4 status > status");
  const std::string expected = sandbox.git("git ls-files --stage");
  CHECK(listing(read(sandbox)) == expected);
  std::string bytes = sandbox.read("repo/.git/index");
  bytes.replace(bytes.size() - 20, 20, std::string(20, '\0'));
  sandbox.write("repo/.git/index", bytes);
  CHECK(listing(read(sandbox)) == expected);
}

TEST_CASE("An extension that may not be ignored is an error that names it") {
  RepositorySandbox sandbox;
  sandbox.git(kFill);
  const std::string sound = sandbox.read("repo/.git/index");
  const auto with_extension = [&](const std::string& name) {
    sandbox.write("repo/.git/index", sound.substr(0, sound.size() - 20) + name + big_endian(4, 4) +
                                         "body" + std::string(20, '\0'));
    return error_of(sandbox);
  };
  CHECK(with_extension("XTRA").empty());
  CHECK(with_extension("xtra").find("\"xtra\"") != std::string::npos);
  CHECK_FALSE(with_extension("link").empty());
}

TEST_CASE("An index cut short anywhere is an error that names the file and the remedy") {
  for (const char* const version : {"2", "4"}) {
    RepositorySandbox sandbox;
    sandbox.git(kFill);
    sandbox.git("git update-index --index-version " + std::string(version));
    const std::string sound = sandbox.read("repo/.git/index");
    // Shorter by any number of bytes the trailer would be found in the wrong place: cut before it.
    for (size_t n = 0; n + 20 < sound.size(); ++n) {
      sandbox.write("repo/.git/index", sound.substr(0, n) + std::string(n % 2 == 0 ? 0 : 20, '\0'));
      const std::string error = error_of(sandbox);
      CHECK(error.find(".git/index") != std::string::npos);
      CHECK(error.find("git reset") != std::string::npos);
    }
  }
}

TEST_CASE("Every byte of an index may be flipped") {
  for (const char* const change : {"--index-version 2", "--index-version 4", "--split-index"}) {
    RepositorySandbox sandbox;
    sandbox.git(kFill);
    sandbox.git("git update-index " + std::string(change) +
                "; echo x > a/1; git add a/1; rm top; git add -A");
    const std::string sound = sandbox.read("repo/.git/index");
    const Repository repository = sandbox.open();
    for (size_t i = 0; i < sound.size(); ++i) {
      std::string flipped = sound;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << i % 8));
      sandbox.write("repo/.git/index", flipped);
      auto index = Index::read(repository);
      if (index) CHECK(index->entries().size() < 20);
    }
  }
}

TEST_CASE("Entries out of order are an error") {
  RepositorySandbox sandbox;
  sandbox.git("echo > a; echo > b; git add a b");
  std::string bytes = sandbox.read("repo/.git/index");
  // The name comes after its length; times and inodes before it may hold the same two bytes.
  const std::string name = "\0\1a\0"s;
  bytes[bytes.find(name) + 2] = 'c';
  sandbox.write("repo/.git/index", bytes);
  CHECK(error_of(sandbox).find("out of order") != std::string::npos);
}

TEST_CASE("An index that is no regular file is an error, never a wait") {
  RepositorySandbox sandbox;
  sandbox.git("mkfifo .git/index");
  CHECK(error_of(sandbox).find("FIFO") != std::string::npos);
  sandbox.git("rm .git/index; mkdir .git/index");
  CHECK_FALSE(error_of(sandbox).empty());
}

TEST_CASE("A compressed bitmap gives the places of its bits and no more than fit") {
  const auto bitmap = [](const std::vector<uint64_t>& words) {
    std::string bytes = big_endian(0, 4) + big_endian(words.size(), 4);
    for (const uint64_t word : words) bytes += big_endian(word, 8);
    return bytes + big_endian(0, 4);
  };
  const auto take = [](const std::string& bytes, uint32_t limit) {
    ByteCursor cursor(bytes);
    return take_ewah(cursor, limit);
  };
  const uint64_t one_literal = uint64_t{1} << 33;
  const uint64_t run_of_ones = 1 | 1 << 1;
  using Places = std::vector<uint32_t>;
  CHECK(take(bitmap({}), 10) == Places{});
  CHECK(take(bitmap({one_literal, 0x5}), 10) == Places{0, 2});
  CHECK(take(bitmap({run_of_ones | one_literal, 0x1}), 65)->size() == 65);
  CHECK(take(bitmap({2 | one_literal, 0x1}), 65) == Places{64});
  CHECK_FALSE(take(bitmap({one_literal, 0x5}), 2));
  CHECK_FALSE(take(bitmap({run_of_ones}), 63));
  CHECK_FALSE(take(bitmap({UINT64_MAX}), UINT32_MAX));
  CHECK_FALSE(take(bitmap({one_literal}), 10));
  CHECK_FALSE(take(bitmap({one_literal, 0x5}).substr(1), 10));
  CHECK_FALSE(take("", 10));
}

}  // namespace aegis::git
