#include "scanner/finding/finding.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <vector>

#include "tests/golden/report/sample_report.h"

namespace aegis {

namespace {

Finding at(const std::string& path, uint64_t offset, int64_t time, const std::string& commit) {
  Finding finding = test::sample_token(path);
  finding.place.offset = offset;
  finding.introduction =
      std::make_shared<const Introduction>(Introduction{commit, "", "", "", time, 0});
  return finding;
}

}  // namespace

TEST_CASE("Reports go by path, offset, date and commit, in that order") {
  const std::vector<Finding> ordered = {
      at("a", 1, 50, "f"), at("a", 2, -3, "f"), at("a", 2, 7, "a"), at("a", 2, 7, "b"),
      at("a", 2, 8, "a"),  at("a", 3, 1, "a"),  at("b", 1, 1, "a"),
  };
  for (size_t i = 0; i < ordered.size(); ++i) {
    for (size_t j = 0; j < ordered.size(); ++j) {
      INFO(i << " " << j);
      CHECK(report_order(ordered[i], ordered[j]) == (i < j));
    }
  }
}

TEST_CASE("What is in no history comes before what is, at the same place") {
  Finding plain = test::sample_token("a");
  Finding introduced = at("a", plain.place.offset, 0, "a");
  CHECK(report_order(plain, introduced));
  CHECK_FALSE(report_order(introduced, plain));
}

}  // namespace aegis
