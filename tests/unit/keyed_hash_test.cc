#include "scanner/base/keyed_hash.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

namespace aegis {

TEST_CASE("Texts of any length have hashes of their own") {
  const auto hash = KeyedHash::create();
  REQUIRE(hash);
  std::set<uint64_t> seen;
  size_t texts = 0;
  for (size_t size = 0; size < 200; ++size) {
    std::string text(size, 'a');
    CHECK((*hash)(text) == (*hash)(std::string(size, 'a')));
    CHECK(seen.insert((*hash)(text)).second);
    ++texts;
    for (size_t at = 0; at < size; ++at) {
      text[at] = 'b';
      CHECK(seen.insert((*hash)(text)).second);
      text[at] = 'a';
      ++texts;
    }
  }
  CHECK(seen.size() == texts);
}

TEST_CASE("Another hash has another key") {
  CHECK((*KeyedHash::create())("text") != (*KeyedHash::create())("text"));
}

}  // namespace aegis
