#include "scanner/base/sha.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "scanner/base/hex.h"
#include "scanner/base/sha_blocks.h"

namespace aegis {

namespace {

std::string hex_hmac(const std::string& key, std::initializer_list<std::string_view> parts) {
  Key padded{};  // RFC 2104 fills a short key with zeros too
  std::copy(key.begin(), key.end(), padded.begin());
  const auto digest = hmac_sha256(padded, parts);
  return to_hex(digest);
}

}  // namespace

TEST_CASE("SHA-1 and SHA-256 are those of FIPS 180") {
  CHECK(to_hex(sha1("")) == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  CHECK(to_hex(sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::string million(1'000'000, 'a');
  CHECK(to_hex(sha1(million)) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
  CHECK(to_hex(sha256(million)) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("A digest does not depend on the pieces in which the bytes come") {
  std::string text;
  for (int i = 0; i < 300; ++i) text += static_cast<char>(i * 7);
  for (size_t size = 0; size < text.size(); ++size) {
    const std::string_view whole = std::string_view(text).substr(0, size);
    ShaStream one(Sha::k1);
    ShaStream two(Sha::k256);
    for (size_t at = 0; at < size; at += 1 + at % 70) {
      const std::string_view piece = whole.substr(at, 1 + at % 70);
      one.add(piece);
      two.add(piece);
    }
    const auto digest = one.finish();
    CHECK(to_hex(std::span(digest).first(20)) == to_hex(sha1(whole)));
    CHECK(two.finish() == sha256(whole));
  }
}

TEST_CASE("Blocks are hashed alike with and without the processor's instructions") {
  std::string text;
  for (int i = 0; i < 640; ++i) text += static_cast<char>(i * 11 + i / 256);
  const auto* const bytes = reinterpret_cast<const uint8_t*>(text.data());
  std::array<uint32_t, 8> a = {1, 2, 3, 4, 5, 6, 7, 8};
  auto b = a;
  sha1_blocks(a.data(), bytes, 10);
  sha1_blocks_in_words(b.data(), bytes, 10);
  CHECK(a == b);
  sha256_blocks(a.data(), bytes, 10);
  sha256_blocks_in_words(b.data(), bytes, 10);
  CHECK(a == b);
}

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
