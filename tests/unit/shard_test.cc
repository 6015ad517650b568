#include "scanner/scan/shard.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace aegis {

TEST_CASE("A shard is written as its number and their count") {
  for (const char* text : {"1/1", "2/3", "1000/1000"}) {
    INFO(text);
    REQUIRE(parse_shard(text));
    CHECK(parse_shard(text)->text() == text);
  }
  for (const char* text : {"", "1", "/", "1/", "/2", "0/2", "3/2", "1/0", "-1/2", "+1/2", "1/2 ",
                           "1/2/3", "a/b", "1/99999999999"}) {
    INFO(text);
    CHECK(!parse_shard(text));
  }
}

TEST_CASE("Each name is in one shard, and shards are about equally large") {
  for (const uint32_t count : {1u, 2u, 3u, 7u, 16u}) {
    std::vector<size_t> sizes(count, 0);
    for (int i = 0; i < 8000; ++i) {
      size_t holders = 0;
      for (uint32_t number = 1; number <= count; ++number) {
        if (!Shard{number, count}.holds("src/f" + std::to_string(i))) continue;
        ++sizes[number - 1];
        ++holders;
      }
      REQUIRE(holders == 1);
    }
    for (const size_t size : sizes) {
      CHECK(size > 8000 / count * 3 / 4);
      CHECK(size < 8000 / count * 5 / 4 + 1);
    }
  }
}

}  // namespace aegis
