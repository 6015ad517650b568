#include "scanner/logs/log_share.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

namespace aegis {

TEST_CASE("a range of bytes is START:END, either of which may be left out") {
  CHECK(*parse_byte_range("5:9") == ByteRange{5, 9});
  CHECK(*parse_byte_range(":9") == ByteRange{0, 9});
  CHECK(*parse_byte_range("5:") == ByteRange{5, ~uint64_t{0}});
  CHECK(*parse_byte_range(":") == ByteRange{});
  CHECK(*parse_byte_range("7:7") == ByteRange{7, 7});
  for (const char* text :
       {"", "5", "a:b", "9:5", "1:2:3", "-1:5", "+1:2", " 1:2", ":99999999999999999999"}) {
    CHECK_FALSE(parse_byte_range(text));
  }
}

TEST_CASE("the stretches of all shards tile a log of any size") {
  for (const uint64_t size : {0u, 1u, 99u, 100u, 101u, 1234u}) {
    for (uint32_t count = 1; count <= 5; ++count) {
      std::vector<ByteRange> all;
      for (uint32_t number = 1; number <= count; ++number) {
        LogShare share;
        share.shard = {number, count};
        share.stretch = 100;
        const auto ranges = ranges_of_share(share, "a.log", size);
        all.insert(all.end(), ranges.begin(), ranges.end());
      }
      std::sort(all.begin(), all.end(),
                [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; });
      REQUIRE(!all.empty());
      CHECK(all.front().begin == 0);
      CHECK(all.back().end >= size);
      for (size_t i = 1; i < all.size(); ++i) CHECK(all[i].begin == all[i - 1].end);
    }
  }
}

TEST_CASE("a log that cannot be divided is one shard's") {
  for (const std::string path : {"a.log", "b.log.gz", "c", ""}) {
    int owners = 0;
    for (uint32_t number = 1; number <= 7; ++number) {
      LogShare share;
      share.shard = {number, 7};
      owners += has_whole(share, path) ? 1 : 0;
    }
    CHECK(owners == 1);
  }
}

}  // namespace aegis
