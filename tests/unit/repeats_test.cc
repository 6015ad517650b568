#include "scanner/scan/repeats.h"

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "tests/golden/report/sample_report.h"

namespace aegis {

namespace {

Finding brought(const std::string& path, const std::string& fingerprint, char secret,
                uint64_t order) {
  Finding finding = test::sample_token(path);
  finding.fingerprint = fingerprint;
  finding.secret = Secret(std::string(20, secret), 0);
  Introduction from;
  from.order = order;
  finding.introduction = std::make_shared<const Introduction>(from);
  return finding;
}

}  // namespace

TEST_CASE("Of findings that repeat one another the earliest stays") {
  std::vector<Finding> findings = {brought("a", "f", 'x', 7), brought("b", "f", 'x', 3),
                                   brought("c", "f", 'x', 9), brought("d", "f", 'y', 8),
                                   brought("e", "g", 'x', 9)};
  const std::vector<Finding> repeats = take_repeats(findings);
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].origin->path == "b");
  CHECK(findings[1].origin->path == "d");
  CHECK(findings[2].origin->path == "e");
  REQUIRE(repeats.size() == 2);
  CHECK(repeats[0].origin->path == "a");
  CHECK(repeats[1].origin->path == "c");
}

TEST_CASE("What is in no history repeats nothing") {
  std::vector<Finding> findings = {brought("a", "f", 'x', 7), brought("b", "f", 'x', 3)};
  for (Finding& finding : findings) finding.introduction = nullptr;
  CHECK(take_repeats(findings).empty());
  CHECK(findings.size() == 2);
}

}  // namespace aegis
