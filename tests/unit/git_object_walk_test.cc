#include "scanner/git/object_walk.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

constexpr const char* kPacks = "repo/.git/objects/pack";

// Keeps all that it is shown.
class Keeper : public ObjectVisitor {
 public:
  explicit Keeper(const ObjectCatalog& catalog) : catalog_(catalog) {}

  VisitTag visit(const VisitedObject& object) override {
    const std::string name = catalog_.oid(object.number).hex();
    CHECK(seen_.count(name) == 0);
    if (object.has_base) {
      ++with_base_;
      check_pieces(bodies_[object.base_tag], object);
    }
    seen_[name] = std::string(object.bytes());
    bodies_.emplace_back(object.bytes());
    return static_cast<VisitTag>(bodies_.size() - 1);
  }

  Result<void> visit_large(ObjectNumber number, uint64_t size, const ByteReader& read) override {
    uint64_t total = 0;
    std::string buffer(1 << 20, '\0');
    for (;;) {
      auto count = read(buffer);
      if (!count) return std::move(count).error();
      total += *count;
      if (*count < buffer.size()) break;
    }
    CHECK(total == size);
    seen_[catalog_.oid(number).hex()] = "large " + std::to_string(size);
    return {};
  }

  // The pieces are the object, and those that are not new stand so in the base.
  static void check_pieces(const std::string& base, const VisitedObject& object) {
    std::string text;
    for (const Piece& piece : object.revision().pieces) {
      text += piece.bytes();
      if (!piece.is_new()) CHECK(base.substr(piece.old_begin, piece.size) == piece.bytes());
    }
    CHECK(text == object.bytes());
    CHECK(object.size() == text.size());
    CHECK(object.revision().old_size == base.size());
  }

  std::map<std::string, std::string> seen_;  // by name
  size_t with_base_ = 0;

 private:
  const ObjectCatalog& catalog_;
  std::vector<std::string> bodies_;
};

struct Walked {
  std::map<std::string, std::string> objects;
  std::vector<std::string> failures;  // "name: why"
  size_t with_base = 0;
};

Walked walk(const Sandbox& sandbox, WalkOptions options = {}, size_t threads = 1) {
  auto repository = Repository::open(sandbox.path("repo"), {});
  REQUIRE(repository);
  auto store = ObjectStore::open(*repository);
  REQUIRE(store);
  auto catalog = ObjectCatalog::make(*store);
  REQUIRE(catalog);
  std::vector<Keeper> keepers(threads, Keeper(*catalog));
  std::vector<ObjectVisitor*> visitors;
  for (Keeper& keeper : keepers) visitors.push_back(&keeper);
  const auto began = std::chrono::steady_clock::now();
  const WalkResult result = walk_objects(*store, *catalog, options, visitors);
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(20));
  Walked walked;
  for (Keeper& keeper : keepers) {
    walked.objects.merge(keeper.seen_);
    CHECK(keeper.seen_.empty());  // nothing was seen twice
    walked.with_base += keeper.with_base_;
  }
  for (const WalkFailure& failure : result.failures) {
    walked.failures.push_back(failure.oid.hex() + ": " + failure.error.message());
  }
  CHECK(result.objects == walked.objects.size());
  return walked;
}

// Everything that git knows, read by git.
std::map<std::string, std::string> all_of_git(const RepositorySandbox& sandbox) {
  std::map<std::string, std::string> objects;
  const std::string list =
      sandbox.git("git cat-file --batch-all-objects --batch-check='%(objectname) %(objecttype)'");
  for (size_t at = 0; at < list.size(); at = list.find('\n', at) + 1) {
    const std::string name = list.substr(at, 40);
    const std::string type = list.substr(at + 41, list.find('\n', at) - at - 41);
    objects[name] = sandbox.git("git cat-file " + type + " " + name);
  }
  return objects;
}

std::string number(size_t i) {
  return std::to_string(i);
}

// A file whose versions git stores as deltas.
void make_versions(const RepositorySandbox& sandbox, int count) {
  std::string text;
  for (size_t i = 0; i < 200; ++i) text += "line " + number(i * 7919) + " of the file\n";
  for (int i = 0; i < count; ++i) {
    text.replace(static_cast<size_t>(i * 97 % 3000), 3, "<" + number(static_cast<size_t>(i)) + ">");
    text.erase(static_cast<size_t>(i * 31 % 2000), 2);
    sandbox.write("repo/file", text);
    sandbox.git("git add file && git commit -qm " + number(static_cast<size_t>(i)));
  }
  sandbox.git("git tag -am note v1 && git repack -adfq --depth=50 --window=50");
}

std::string copy_and_add(size_t base_size, const std::string& added) {
  return delta_size(base_size) + delta_size(base_size + added.size()) +
         delta_copy(0, static_cast<uint32_t>(base_size)) + delta_insert(added);
}

}  // namespace

TEST_CASE("The walk shows every object as git has it, once, on any number of threads") {
  const RepositorySandbox sandbox;
  make_versions(sandbox, 30);
  sandbox.write("repo/file", "loose now\n");
  sandbox.git("git add file && git commit -qm loose");
  const auto expected = all_of_git(sandbox);
  const Walked one = walk(sandbox);
  CHECK(one.objects == expected);
  CHECK(one.failures.empty());
  CHECK(one.with_base > 20);
  CHECK(walk(sandbox, {}, 3).objects == expected);
}

TEST_CASE("Bases that are dropped are built anew") {
  const RepositorySandbox sandbox;
  make_versions(sandbox, 30);
  WalkOptions options;
  options.kept_bytes = 1;
  CHECK(walk(sandbox, options).objects == all_of_git(sandbox));
}

TEST_CASE("Objects that are stored twice are shown once") {
  const RepositorySandbox sandbox;
  make_versions(sandbox, 5);
  const auto expected = all_of_git(sandbox);
  sandbox.git(
      "for p in .git/objects/pack/*.pack; do cp $p copy.pack; done; "
      "git unpack-objects -q -r < /dev/null 2>/dev/null || true; "
      "mkdir other && cd other && git init -q && git unpack-objects -q < ../copy.pack && "
      "cp -r .git/objects/?? ../.git/objects/");
  sandbox.git(
      "git rev-list --all | head -2 | git pack-objects -q .git/objects/pack/pack >/dev/null");
  CHECK(walk(sandbox).objects == expected);
}

TEST_CASE("Only what is wanted is shown, whatever it is built upon") {
  const RepositorySandbox sandbox;
  make_versions(sandbox, 12);
  auto repository = sandbox.open();
  auto store = ObjectStore::open(repository);
  auto catalog = ObjectCatalog::make(*store);
  REQUIRE(catalog);
  const auto expected = all_of_git(sandbox);
  for (ObjectNumber wanted = 0; wanted < catalog->size(); wanted += 5) {
    std::vector<bool> set(catalog->size(), false);
    set[wanted] = true;
    WalkOptions options;
    options.wanted = &set;
    const std::string name = catalog->oid(wanted).hex();
    const Walked walked = walk(sandbox, options);
    CHECK(walked.objects == std::map<std::string, std::string>{{name, expected.at(name)}});
  }
}

TEST_CASE("Damage costs what is built upon it and nothing else") {
  RepositorySandbox sandbox;
  PackWriter writer;
  const uint64_t base = writer.add(made_up_oid('1'), PackWriter::kBlob, 4, "", zlib_stored("base"));
  const std::string delta = copy_and_add(4, "!");
  const uint64_t broken =
      writer.add(made_up_oid('2'), PackWriter::kOffsetDelta, delta.size(),
                 PackWriter::distance(writer.next_offset() - base), "no zlib at all");
  const std::string further = copy_and_add(5, "?");
  writer.add(made_up_oid('3'), PackWriter::kOffsetDelta, further.size(),
             PackWriter::distance(writer.next_offset() - broken), zlib_stored(further));
  writer.add(made_up_oid('4'), PackWriter::kOffsetDelta, delta.size(),
             PackWriter::distance(writer.next_offset() - base), zlib_stored(delta));
  writer.add(made_up_oid('5'), PackWriter::kNamedDelta, delta.size(), made_up_oid('f').bytes(),
             zlib_stored(delta));
  writer.add(made_up_oid('6'), PackWriter::kNamedDelta, delta.size(), made_up_oid('7').bytes(),
             zlib_stored(delta));
  writer.add(made_up_oid('7'), PackWriter::kNamedDelta, delta.size(), made_up_oid('6').bytes(),
             zlib_stored(delta));
  writer.add(made_up_oid('8'), PackWriter::kBlob, uint64_t{1} << 40, "", zlib_stored("tiny"));
  writer.write(sandbox, kPacks);
  const Walked walked = walk(sandbox);
  CHECK(walked.objects == std::map<std::string, std::string>{{made_up_oid('1').hex(), "base"},
                                                             {made_up_oid('4').hex(), "base!"}});
  std::string names;
  for (const std::string& failure : walked.failures) names += failure[0];
  CHECK(names == "235678");
}

TEST_CASE("What is damaged in one place is taken from another") {
  RepositorySandbox sandbox;
  const std::string delta = copy_and_add(4, "!");
  PackWriter bad;
  const uint64_t base = bad.add(made_up_oid('1'), PackWriter::kBlob, 4, "", "no zlib at all");
  bad.add(made_up_oid('2'), PackWriter::kOffsetDelta, delta.size(),
          PackWriter::distance(bad.next_offset() - base), zlib_stored(delta));
  bad.write(sandbox, kPacks, "a");
  PackWriter good;
  good.add(made_up_oid('1'), PackWriter::kBlob, 4, "", zlib_stored("base"));
  good.write(sandbox, kPacks, "b");
  const Walked walked = walk(sandbox);
  CHECK(walked.objects.at(made_up_oid('1').hex()) == "base");
  // Its base is sound elsewhere, but a delta's base is that of its own pack.
  REQUIRE(walked.failures.size() == 1);
  CHECK(walked.failures[0].find(made_up_oid('2').hex()) == 0);
}

TEST_CASE("A chain of a hundred thousand deltas is walked in no time and little memory") {
  RepositorySandbox sandbox;
  PackWriter writer;
  uint64_t base = writer.add(made_up_oid('1', 0), PackWriter::kBlob, 4, "", zlib_stored("0000"));
  const std::string delta = delta_size(4) + delta_size(4) + delta_copy(0, 3) + delta_insert("z");
  const std::string compressed = zlib_stored(delta);
  for (uint32_t i = 1; i <= 100'000; ++i) {
    base = writer.add(made_up_oid('1', i), PackWriter::kOffsetDelta, delta.size(),
                      PackWriter::distance(writer.next_offset() - base), compressed);
  }
  writer.write(sandbox, kPacks);
  const auto began = std::chrono::steady_clock::now();
  auto repository = sandbox.open();
  auto store = ObjectStore::open(repository);
  auto catalog = ObjectCatalog::make(*store);
  REQUIRE(catalog);
  struct Counter : ObjectVisitor {
    VisitTag visit(const VisitedObject&) override { return ++count; }
    Result<void> visit_large(ObjectNumber, uint64_t, const ByteReader&) override { return {}; }
    VisitTag count = 0;
  } counter;
  ObjectVisitor* visitors[] = {&counter};
  const WalkResult result = walk_objects(*store, *catalog, {}, visitors);
  CHECK(counter.count == 100'001);
  CHECK(result.failures.empty());
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(20));
}

TEST_CASE("Large blobs are streamed, packed and loose") {
  RepositorySandbox sandbox;
  sandbox.git("head -c 3000000 /dev/zero > big && git add big && git commit -qm big");
  sandbox.write("repo/other", std::string(2'500'000, 'x'));
  WalkOptions options;
  options.stream_above = 1'000'000;
  for (const char* const step : {"git add other", "git commit -qm other && git repack -adfq"}) {
    sandbox.git(step);
    const Walked walked = walk(sandbox, options);
    CHECK(walked.failures.empty());
    size_t large = 0;
    for (const auto& [name, bytes] : walked.objects) large += bytes.starts_with("large ") ? 1 : 0;
    CHECK(large == 2);
  }
}

TEST_CASE("A large blob that is cut short is a failure, not an end") {
  RepositorySandbox sandbox;
  PackWriter writer;
  const std::string whole = zlib_stored(std::string(2'000'000, 'x'));
  writer.add(made_up_oid('1'), PackWriter::kBlob, 3'000'000, "", whole);
  writer.add(made_up_oid('2'), PackWriter::kBlob, 1'999'000, "", whole);
  writer.add(made_up_oid('3'), PackWriter::kBlob, 2, "", zlib_stored("ok"));
  writer.write(sandbox, kPacks);
  WalkOptions options;
  options.stream_above = 1'000'000;
  const Walked walked = walk(sandbox, options);
  CHECK(walked.objects.at(made_up_oid('3').hex()) == "ok");
  CHECK(walked.failures.size() == 2);
}

}  // namespace aegis::git
