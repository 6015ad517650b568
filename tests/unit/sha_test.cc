#include "scanner/base/sha.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "scanner/base/hex.h"

namespace aegis {

namespace {

std::string hex_hmac(const std::string& key, std::initializer_list<std::string_view> parts) {
  Key padded{};  // RFC 2104 fills a short key with zeros too
  std::copy(key.begin(), key.end(), padded.begin());
  const auto digest = hmac_sha256(padded, parts);
  return to_hex(digest);
}

}  // namespace

TEST_CASE("HMAC-SHA-256 is that of RFC 4231") {
  CHECK(hex_hmac(std::string(20, '\x0b'), {"Hi There"}) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hex_hmac("Jefe", {"what do ya want ", "for nothing?"}) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("No two keys are the same") {
  const auto one = random_key();
  const auto two = random_key();
  REQUIRE(one);
  REQUIRE(two);
  CHECK(*one != *two);
}

}  // namespace aegis
