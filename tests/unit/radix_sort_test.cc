#include "scanner/base/radix_sort.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <utility>

#include "tests/support/samples.h"

namespace aegis {

TEST_CASE("Values are sorted by their keys, and those of one key stay in their order") {
  SampleRandom random(1);
  for (const size_t count : {0, 1, 2, 100, 5000}) {
    for (const unsigned bits : {0U, 5U, 11U, 12U, 33U, 64U}) {
      std::vector<std::pair<uint64_t, uint32_t>> values;
      for (uint32_t i = 0; i < count; ++i) {
        values.emplace_back(bits == 0 ? 0 : random.next() >> (64 - bits), i);
      }
      auto expected = values;
      std::sort(expected.begin(), expected.end());
      radix_sort(values, [](const auto& value) { return value.first; });
      CHECK(values == expected);
    }
  }
}

}  // namespace aegis
