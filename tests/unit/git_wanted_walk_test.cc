#include "scanner/git/wanted_walk.h"

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

constexpr const char* kPacks = "repo/.git/objects/pack";
constexpr uint32_t kMany = 2000;  // objects in a pack of which some are read by themselves

class Keeper : public ObjectVisitor {
 public:
  VisitTag visit(const VisitedObject& object) override {
    CHECK(seen.emplace(object.number, object.bytes()).second);
    return 0;
  }
  Result<void> visit_large(ObjectNumber number, uint64_t size, const ByteReader& read) override {
    std::string bytes(size, '\0');
    auto count = read(bytes);
    if (!count) return std::move(count).error();
    CHECK(*count == size);
    CHECK(seen.emplace(number, "streamed " + bytes).second);
    return {};
  }

  std::map<ObjectNumber, std::string> seen;
};

struct Walked {
  std::map<ObjectNumber, std::string> seen;
  std::map<Oid, std::string> failures;
  bool read_all_entries = false;  // of the first pack

  bool operator==(const Walked& other) const {
    return seen == other.seen && failures == other.failures;
  }
};

class Packs {
 public:
  explicit Packs(const Sandbox& sandbox)
      : repository_(*Repository::open(sandbox.path("repo"), {})),
        store_(*ObjectStore::open(repository_)) {}

  std::vector<ObjectNumber> numbers(const std::vector<Oid>& oids) const {
    const auto catalog = ObjectCatalog::list(store_);
    std::vector<ObjectNumber> numbers;
    for (const Oid& oid : oids) numbers.push_back(*catalog->find(oid));
    std::sort(numbers.begin(), numbers.end());
    return numbers;
  }

  Walked some(const std::vector<ObjectNumber>& numbers, size_t threads) const {
    auto catalog = ObjectCatalog::list(store_);
    return walked(threads, *catalog, [&](std::span<ObjectVisitor* const> visitors) {
      return walk_some(store_, *catalog, numbers, options_, visitors);
    });
  }

  Walked as_wanted(const std::vector<ObjectNumber>& numbers) const {
    auto catalog = ObjectCatalog::make(store_);
    std::vector<bool> wanted(catalog->size(), false);
    for (const ObjectNumber number : numbers) wanted[number] = true;
    WalkOptions options = options_;
    options.wanted = &wanted;
    return walked(1, *catalog, [&](std::span<ObjectVisitor* const> visitors) {
      return walk_objects(store_, *catalog, options, visitors);
    });
  }

  WalkOptions options_;

 private:
  template <typename Walk>
  static Walked walked(size_t threads, const ObjectCatalog& catalog, const Walk& walk) {
    std::vector<Keeper> keepers(threads);
    std::vector<ObjectVisitor*> visitors;
    for (Keeper& keeper : keepers) visitors.push_back(&keeper);
    const WalkResult result = walk(visitors);
    Walked all;
    for (Keeper& keeper : keepers) all.seen.merge(keeper.seen);
    for (const WalkFailure& failure : result.failures) {
      CHECK(all.failures.emplace(failure.oid, failure.error.message()).second);
    }
    CHECK(result.objects == all.seen.size());
    all.read_all_entries = catalog.packs() > 0 && catalog.forest(0) != nullptr;
    return all;
  }

  Repository repository_;
  ObjectStore store_;
};

void add_blob(PackWriter& pack, const Oid& name, const std::string& text) {
  pack.add(name, PackWriter::kBlob, text.size(), "", zlib_stored(text));
}

PackWriter large_pack() {
  PackWriter pack;
  for (uint32_t i = 0; i < kMany; ++i) {
    add_blob(pack, made_up_oid('1', i), "blob " + std::to_string(i));
  }
  return pack;
}

}  // namespace

TEST_CASE("A few objects of a large pack are read without reading the pack's entries") {
  RepositorySandbox sandbox;
  large_pack().write(sandbox, kPacks, "a");
  PackWriter small;
  for (uint32_t i = 0; i < 5; ++i) add_blob(small, made_up_oid('2', i), "small");
  small.write(sandbox, kPacks, "b");
  sandbox.git("echo loose | git hash-object -w --stdin");
  const Oid loose =
      *Oid::from_hex(sandbox.git_line("echo loose | git hash-object --stdin"), HashKind::kSha1);
  const Packs packs(sandbox);
  const auto few =
      packs.numbers({made_up_oid('1', 7), made_up_oid('1', 1999), made_up_oid('2', 3), loose});
  for (const size_t threads : {1, 3}) {
    const Walked walked = packs.some(few, threads);
    CHECK(walked.seen.size() == 4);
    CHECK(walked == packs.as_wanted(few));
    CHECK_FALSE(walked.read_all_entries);
  }
  std::vector<Oid> more;
  for (uint32_t i = 0; i < 100; ++i) more.push_back(made_up_oid('1', 3 * i));
  const Walked walked = packs.some(packs.numbers(more), 2);
  CHECK(walked == packs.as_wanted(packs.numbers(more)));
  CHECK(walked.read_all_entries);
  CHECK(packs.some({}, 2).seen.empty());
}

TEST_CASE("What fails when it is read by itself is reported as the walk reports it") {
  RepositorySandbox sandbox;
  PackWriter pack = large_pack();
  const uint64_t base = pack.add(made_up_oid('3'), PackWriter::kBlob, 4, "", "no zlib at all");
  const std::string delta = delta_size(4) + delta_size(5) + delta_copy(0, 4) + delta_insert("!");
  pack.add(made_up_oid('4'), PackWriter::kOffsetDelta, delta.size(),
           PackWriter::distance(pack.next_offset() - base), zlib_stored(delta));
  pack.write(sandbox, kPacks);
  const Packs packs(sandbox);
  const auto few = packs.numbers({made_up_oid('1', 7), made_up_oid('3'), made_up_oid('4')});
  const Walked walked = packs.some(few, 2);
  CHECK(walked.failures.size() == 2);
  CHECK(walked == packs.as_wanted(few));
}

TEST_CASE("Large objects are streamed though only few are wanted") {
  RepositorySandbox sandbox;
  PackWriter pack = large_pack();
  add_blob(pack, made_up_oid('5'), std::string(3000, 'x'));
  pack.write(sandbox, kPacks);
  Packs packs(sandbox);
  packs.options_.stream_above = 1000;
  const auto few = packs.numbers({made_up_oid('5')});
  CHECK(packs.some(few, 1).seen.begin()->second.starts_with("streamed x"));
}

}  // namespace aegis::git
