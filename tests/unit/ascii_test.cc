#include "scanner/base/ascii.h"

#include <catch2/catch.hpp>

namespace aegis {

TEST_CASE("Only the case of A to Z is no difference") {
  CHECK(lowered("aB-Z@[\xc3\x84") == "ab-z@[\xc3\x84");
  CHECK(equals_ignoring_case("Key", "kEY"));
  CHECK_FALSE(equals_ignoring_case("key", "keys"));
  CHECK_FALSE(equals_ignoring_case("@", "`"));
  CHECK(contains_ignoring_case("MySecretKey", "SECRET"));
  CHECK(contains_ignoring_case("key", ""));
  CHECK(contains_ignoring_case("", ""));
  CHECK_FALSE(contains_ignoring_case("ke", "key"));
}

}  // namespace aegis
