#include "scanner/git/oid.h"

#include <catch2/catch.hpp>
#include <string>

#include "scanner/base/sha.h"

namespace aegis::git {

namespace {

template <size_t n>
std::string raw(const std::array<uint8_t, n>& digest) {
  return {digest.begin(), digest.end()};
}

const std::string kEmptyBlob = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
const std::string kEmptyBlob256 =
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813";

}  // namespace

TEST_CASE("sha1 and sha256 give git's names for the empty blob") {
  const std::string empty("blob 0\0", 7);
  CHECK(Oid::from_bytes(raw(sha1(empty))).hex() == kEmptyBlob);
  CHECK(Oid::from_bytes(raw(sha256(empty))).hex() == kEmptyBlob256);
}

TEST_CASE("An object name is read from exactly as many digits as its hash has") {
  CHECK(Oid::from_hex(kEmptyBlob, HashKind::kSha1)->hex() == kEmptyBlob);
  CHECK(Oid::from_hex(kEmptyBlob256, HashKind::kSha256)->hex() == kEmptyBlob256);
  CHECK(Oid::from_hex("E69DE29BB2D1D6434B8B29AE775AD8C2E48C5391", HashKind::kSha1)->hex() ==
        kEmptyBlob);
  CHECK_FALSE(Oid::from_hex(kEmptyBlob, HashKind::kSha256));
  CHECK_FALSE(Oid::from_hex(kEmptyBlob256, HashKind::kSha1));
  CHECK_FALSE(Oid::from_hex(kEmptyBlob.substr(1), HashKind::kSha1));
  CHECK_FALSE(Oid::from_hex("g69de29bb2d1d6434b8b29ae775ad8c2e48c5391", HashKind::kSha1));
  CHECK_FALSE(Oid::from_hex("", HashKind::kSha1));
}

TEST_CASE("Object names compare by their bytes and never across hashes") {
  const auto low = *Oid::from_hex(std::string(40, '1'), HashKind::kSha1);
  const auto high = *Oid::from_hex(std::string(40, 'f'), HashKind::kSha1);
  CHECK(low < high);
  CHECK(low != high);
  CHECK(*Oid::from_hex(std::string(40, '0'), HashKind::kSha1) !=
        *Oid::from_hex(std::string(64, '0'), HashKind::kSha256));
}

TEST_CASE("The null name of either hash is null") {
  CHECK(Oid().is_null());
  CHECK(Oid::from_hex(std::string(64, '0'), HashKind::kSha256)->is_null());
  CHECK_FALSE(Oid::from_hex(kEmptyBlob, HashKind::kSha1)->is_null());
}

}  // namespace aegis::git
