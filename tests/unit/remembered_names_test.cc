#include "scanner/scan/remembered_names.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tests/unit/git_sandbox.h"

namespace aegis {

namespace {

git::Oid name(uint32_t number) {
  return git::made_up_oid('a', number);
}

std::string names_of(const std::vector<uint32_t>& numbers) {
  std::string all;
  for (const uint32_t number : numbers) all += name(number).bytes();
  return all;
}

git::SortedNames sorted(const std::string& bytes) {
  return {bytes, 20, 20, static_cast<uint32_t>(bytes.size() / 20)};
}

// A store with packs of blobs; the first of a pack's numbers puts the pack in its place.
class Packs {
 public:
  explicit Packs(const std::vector<std::vector<uint32_t>>& packs) {
    for (size_t i = 0; i < packs.size(); ++i) {
      git::PackWriter writer;
      for (const uint32_t number : packs[i]) {
        writer.add(name(number), 3, 1, "", git::zlib_stored("x"));
      }
      writer.write(sandbox_, "repo/.git/objects/pack", "pack-" + std::to_string(i));
    }
    store_.emplace(*git::ObjectStore::open(sandbox_.open()));
    catalog_.emplace(*git::ObjectCatalog::list(*store_));
  }
  const git::ObjectCatalog& catalog() const { return *catalog_; }

 private:
  git::RepositorySandbox sandbox_;
  std::optional<git::ObjectStore> store_;
  std::optional<git::ObjectCatalog> catalog_;
};

// Places by number and back, and what is new, are what looking each name up says.
void check(const Packs& packs, const std::vector<std::vector<uint32_t>>& parts) {
  std::vector<std::string> bytes;
  std::vector<git::SortedNames> views;
  std::vector<uint32_t> all;
  for (const auto& part : parts) {
    bytes.push_back(names_of(part));
    all.insert(all.end(), part.begin(), part.end());
  }
  for (const std::string& part : bytes) views.push_back(sorted(part));
  const auto& catalog = packs.catalog();
  const RememberedNames names(catalog, views);
  REQUIRE(names.size() == all.size());
  std::vector<git::ObjectNumber> news;
  for (git::ObjectNumber number = 0; number < catalog.size(); ++number) {
    const bool is_known = std::any_of(all.begin(), all.end(),
                                      [&](uint32_t n) { return catalog.oid(number) == name(n); });
    CHECK(names.is_known(number) == is_known);
    if (!is_known) news.push_back(number);
  }
  CHECK(names.news() == news);
  bool are_all_there = true;
  for (uint32_t place = 0; place < all.size(); ++place) {
    const auto number = catalog.find(name(all[place]));
    CHECK(names.number(place) == number.value_or(git::kNoObject));
    are_all_there = are_all_there && number;
  }
  CHECK(names.are_all_there() == are_all_there);
  if (!are_all_there) return;
  RememberedNames::Places places(names);
  for (uint32_t place = 0; place < all.size(); ++place) {
    CHECK(places.of(names.number(place)) == place);
  }
  for (const git::ObjectNumber number : news) {
    CHECK(places.of(number) == kNoPlace);
    places.add(number, 1000 + number);
    CHECK(places.of(number) == 1000 + number);
  }
}

}  // namespace

TEST_CASE("Remembered names find their objects, in the pack that they came from and in others") {
  check(Packs({{1, 2, 3, 4}}), {{1, 2, 3, 4}});
  check(Packs({{1, 2, 3, 4}, {5, 6}}), {{1, 2, 3, 4}});
  check(Packs({{5, 6}, {1, 2, 3, 4}, {7}}), {{1, 2, 3, 4}, {7}});
  check(Packs({{1, 2, 3, 4, 5, 6}}), {{2, 3}, {1, 5}});
  check(Packs({{1, 2}, {3, 4}}), {{1, 2, 3, 4}});
  check(Packs({{1, 2}}), {});
}

TEST_CASE("Remembered names of objects that are stored twice are those of the first copy") {
  check(Packs({{1, 2}, {1, 2}}), {{1, 2}});
  check(Packs({{2, 3}, {1, 2, 3}}), {{1, 2, 3}});
  check(Packs({{1, 2, 3}, {2, 4}}), {{1, 2, 3}});
}

TEST_CASE("Of remembered names it is known when one is gone") {
  check(Packs({{1, 2, 3}}), {{1, 2, 4}});
  check(Packs({{1, 2, 3}}), {{1, 2, 3}, {4}});
}

}  // namespace aegis
