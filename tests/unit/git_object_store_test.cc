#include "scanner/git/object_store.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

// Files that make deltas, two packs, loose objects, a tag; and one file that does not compress.
constexpr const char* kFill =
    "seq 1 3000 > numbers; git add . && git commit -q -m 1; seq 5 3300 > numbers; mkdir -p a/b; "
    "cp numbers a/b/copy; echo more >> a/b/copy; git add . && git commit -q -m 2; git tag -a -m t "
    "t1; "
    "git repack -q -a -d -f; for i in 1 2 3 4 5 6 7 8 9; do echo $i >> numbers; git add .; "
    "git commit -q -m $i; done; git repack -q -d; head -c 100000 /dev/urandom > noise; : > empty; "
    "git add . && git commit -q -m loose; seq 1 9000 > big; git add .";

// All objects of the repository, told by git and by us, must be the same bytes.
void check_against_git(const RepositorySandbox& sandbox) {
  auto store = ObjectStore::open(sandbox.open());
  REQUIRE(store);
  CHECK(store->problems().empty());
  ObjectReader reader(*store);
  const std::string all = sandbox.git("git cat-file --batch-all-objects --batch");
  size_t at = 0;
  size_t count = 0;
  for (; at < all.size(); ++count) {
    const size_t line_end = all.find('\n', at);
    std::istringstream line(all.substr(at, line_end - at));
    std::string hex;
    std::string type;
    size_t size = 0;
    line >> hex >> type >> size;
    INFO(hex);
    auto object = reader.read(*Oid::from_hex(hex, sandbox.open().hash_kind()));
    REQUIRE(object);
    CHECK(name_of(object->type) == type);
    CHECK((object->bytes == all.substr(line_end + 1, size)));
    at = line_end + 1 + size + 1;
  }
  CHECK(count > 40);
}

Result<Object> read_one(const Repository& repository, const std::string& hex) {
  auto store = ObjectStore::open(repository);
  if (!store) return std::move(store).error();
  return ObjectReader(*store).read(*Oid::from_hex(hex, repository.hash_kind()));
}

}  // namespace

TEST_CASE("Every object is what git says it is, for both hashes and both index versions") {
  for (const char* const options : {"", "--object-format=sha256"}) {
    for (const char* const version : {"2", "2,0x40", "1"}) {
      INFO(options << " " << version);
      RepositorySandbox sandbox(options);
      sandbox.git("git config pack.indexVersion " + std::string(version, 1));
      sandbox.git(kFill);
      if (std::string(version).size() > 1) {  // offsets above 0x40 in the table of large ones
        sandbox.git(
            "for p in .git/objects/pack/*.pack; do git index-pack --index-version=2,0x40 "
            "-o \"${p%.pack}.idx.new\" $p; mv -f \"${p%.pack}.idx.new\" \"${p%.pack}.idx\"; done");
      }
      check_against_git(sandbox);
    }
  }
}

TEST_CASE("A multi-pack-index, bitmaps and reverse indexes change nothing") {
  RepositorySandbox sandbox;
  sandbox.git(kFill);
  sandbox.git(
      "git -c pack.writeReverseIndex=true repack -q -d && git multi-pack-index write --bitmap");
  check_against_git(sandbox);
}

TEST_CASE("Objects of alternates are found, whichever way the folder is named") {
  RepositorySandbox sandbox;
  sandbox.git(kFill);
  sandbox.run("git clone -q --shared repo shared && git clone -q --shared shared third");
  const std::string hex = sandbox.git_line("git rev-parse HEAD:noise");
  CHECK(read_one(*Repository::open(sandbox.path("third"), {}), hex));
  sandbox.write("shared/.git/objects/info/alternates",
                "# comment\n\"../../../re\\160o/.git/objects\"\n");
  CHECK(read_one(*Repository::open(sandbox.path("shared"), {}), hex));

  sandbox.run("git init -q empty");
  Environment push;  // as receive-pack sets it for its hooks
  push.object_directory = sandbox.path("empty/.git/objects");
  push.alternate_object_directories = sandbox.path("repo/.git/objects");
  CHECK(read_one(*Repository::open(sandbox.path("empty"), push), hex));
}

TEST_CASE("Alternates that loop, are missing or lie too deep end and are reported") {
  RepositorySandbox sandbox;
  sandbox.run(
      "for i in 1 2 3 4 5 6 7 8; do git init -q --bare b$i; "
      "echo ../../b$((i+1))/objects > b$i/objects/info/alternates; done; "
      "echo \"$PWD/b1/objects\" > repo/.git/objects/info/alternates");
  auto deep = ObjectStore::open(sandbox.open());
  REQUIRE(deep);
  REQUIRE(deep->problems().size() == 1);
  CHECK(deep->problems()[0].message().find("too deep") != std::string::npos);

  sandbox.run(
      "echo ../../b1/objects > b2/objects/info/alternates; ln -s b1 same; "
      "echo ../../same/objects >> b1/objects/info/alternates");
  CHECK(ObjectStore::open(sandbox.open())->problems().empty());

  sandbox.run("echo /nowhere > b1/objects/info/alternates");
  auto missing = ObjectStore::open(sandbox.open());
  REQUIRE(missing->problems().size() == 1);
  CHECK(missing->problems()[0].message().find("/nowhere") != std::string::npos);

  sandbox.run("rm b1/objects/info/alternates; ln -s /dev/zero b1/objects/info/alternates");
  CHECK(ObjectStore::open(sandbox.open())->problems().size() == 1);

  std::string lines;
  for (int i = 0; i < 50'000; ++i) lines += "/nowhere/" + std::to_string(i) + "\n";
  sandbox.write("repo/.git/objects/info/alternates", lines);
  CHECK(ObjectStore::open(sandbox.open())->problems().size() < 1'100);
}

TEST_CASE("A repack while the store is open loses nothing") {
  RepositorySandbox sandbox;
  sandbox.git(kFill);
  auto store = ObjectStore::open(sandbox.open());
  REQUIRE(store);
  const std::string hex = sandbox.git_line("git rev-parse HEAD:noise");  // loose as yet
  sandbox.git("git repack -q -a -d && git prune-packed");
  ObjectReader reader(*store);
  CHECK(reader.read(*Oid::from_hex(hex, HashKind::kSha1)));
  const std::string old = sandbox.git_line("git rev-parse t1:numbers");  // in a pack that is gone
  CHECK(reader.read(*Oid::from_hex(old, HashKind::kSha1)));
}

TEST_CASE("An object that is damaged in one place is read from another") {
  RepositorySandbox sandbox;
  sandbox.git("seq 1 100 > f && git add f && git commit -q -m 1 && git repack -q");
  const std::string hex = sandbox.git_line("git rev-parse HEAD:f");
  PackWriter writer;
  writer.add(*Oid::from_hex(hex, HashKind::kSha1), PackWriter::kBlob, 5, "", "junk");
  writer.write(sandbox, "repo/.git/objects/pack", "0");
  CHECK(read_one(sandbox.open(), hex)->bytes.size() == 292);
}

TEST_CASE("A missing object is an error that names it, what is damaged, and how to fetch it") {
  RepositorySandbox sandbox;
  sandbox.git(kFill);
  const std::string hex(40, 'a');
  CHECK(read_one(sandbox.open(), hex).error().message() == "missing object " + hex);
  sandbox.git(
      "set -- .git/objects/pack/*.idx; chmod u+w $1 $2; : > $1; rm $2; "
      "git config remote.origin.promisor true");
  const std::string message = read_one(sandbox.open(), hex).error().message();
  CHECK(message.find("git cat-file -e " + hex) != std::string::npos);
  CHECK(message.find("cut short") != std::string::npos);
  CHECK(message.find("has no index") != std::string::npos);
  CHECK(read_one(sandbox.open(), hex).error().kind() == ErrorKind::kUnreadable);
}

TEST_CASE("An object above the limit or of another type is an error") {
  RepositorySandbox sandbox;
  sandbox.git(
      "seq 1 1000 > f; git add f; git commit -q -m 1; seq 1 1001 > f; git add f; "
      "git commit -q -m 2; git repack -q -a -d -f; git gc -q; seq 1 2000 > f; git add f");
  auto store = ObjectStore::open(sandbox.open(), 1000);
  REQUIRE(store);
  ObjectReader reader(*store);
  for (const char* const name : {"HEAD:f", "HEAD^:f", ":f"}) {
    const auto oid =
        *Oid::from_hex(sandbox.git_line("git rev-parse " + std::string(name)), HashKind::kSha1);
    auto object = reader.read(oid);
    REQUIRE_FALSE(object);
    CHECK(object.error().message().find("larger than the 1000 bytes") != std::string::npos);
    CHECK(object.error().message().find(oid.hex()) != std::string::npos);
  }
  const auto head = *Oid::from_hex(sandbox.git_line("git rev-parse HEAD"), HashKind::kSha1);
  CHECK(reader.read(head, ObjectType::kCommit));
  CHECK_FALSE(reader.read(head, ObjectType::kTree));
}

TEST_CASE("The cache of bases forgets before it grows too large") {
  BaseCache cache;
  const int pack = 0;
  for (uint64_t i = 0; i < 200; ++i) {
    cache.put(&pack, i, {ObjectType::kBlob, std::string(1 << 20, static_cast<char>(i))});
  }
  size_t kept = 0;
  for (uint64_t i = 0; i < 200; ++i) {
    if (const Object* const object = cache.find(&pack, i)) {
      CHECK(object->bytes[0] == static_cast<char>(i));
      ++kept;
    }
  }
  CHECK(kept > 0);
  CHECK(kept <= 16);
}

}  // namespace aegis::git
