#include "scanner/rule/checksum.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

uint64_t seed_of_name(std::string_view name) {
  uint64_t seed = 0;
  for (const char c : name) seed = seed << 8 | static_cast<unsigned char>(c);
  return seed;
}

// Whether a key's last four bytes are its Marvin32 under this seed.
bool marvin_holds(const std::string& key, std::string_view seed) {
  const std::string bytes = *decode_base64(key);
  uint32_t stored = 0;
  for (size_t i = 0; i < 4; ++i) {
    stored |= static_cast<uint32_t>(static_cast<unsigned char>(bytes[bytes.size() - 4 + i]))
              << (8 * i);
  }
  return marvin32(std::string_view(bytes).substr(0, bytes.size() - 4), seed_of_name(seed)) ==
         stored;
}

}  // namespace

TEST_CASE("crc32 is that of zlib") {
  CHECK(crc32("") == 0);
  CHECK(crc32("123456789") == 0xcbf43926);
  CHECK(crc32("The quick brown fox jumps over the lazy dog") == 0x414fa339);
  CHECK(crc32_hex("123456789") == "cbf43926");
  CHECK(crc32_hex_little_endian("123456789") == "2639f4cb");
  CHECK(crc32_hex("") == "00000000");
}

TEST_CASE("A checksum in other bases has leading zeros") {
  CHECK(crc32_base62("") == "000000");
  CHECK(crc32_base36("") == "0000000");
  CHECK(crc32_base62("123456789").size() == 6);
  // 0xcbf43926 = 3421780262 in base 36 and base 62.
  CHECK(crc32_base36("123456789") == "1kl8mjq");
  CHECK(crc32_base62("123456789") == "3jZRME");
}

TEST_CASE("crc16_xmodem is the one of XMODEM") {
  CHECK(crc16_xmodem("") == 0);
  CHECK(crc16_xmodem("123456789") == 0x31c3);
}

TEST_CASE("marvin32 gives the checksums of Microsoft's published test keys") {
  const std::string body(76, 'a');
  CHECK(marvin_holds(body + "+ASt" + "5mnCaw==", "Default0"));
  CHECK_FALSE(marvin_holds(body + "+ASt" + "5mnCaw==", "Tenant00"));
  CHECK(marvin_holds(body + "ACDb" + "OpqrYA==", "Encryp00"));
  CHECK_FALSE(marvin_holds(body + "ACDb" + "OpqrYA==", "SysAll00"));
  CHECK(marvin_holds(body + "APIM" + "HbKhsQ==", "Tenant00"));
  CHECK_FALSE(marvin_holds(body + "APIM" + "HbKhsQ==", "IoTHub00"));
}

TEST_CASE("Base64 is read in both alphabets, with and without padding") {
  CHECK(decode_base64("") == "");
  CHECK(decode_base64("Zg==") == "f");
  CHECK(decode_base64("Zg") == "f");
  CHECK(decode_base64("Zm9vYmFy") == "foobar");
  CHECK(decode_base64("-_-_") == decode_base64("+/+/"));
  CHECK_FALSE(decode_base64("Z"));
  CHECK_FALSE(decode_base64("Zm9 v"));
  CHECK_FALSE(decode_base64("Zm9v."));
  CHECK_FALSE(decode_base64("Zg==Zg=="));
  CHECK(encode_base64("f") == "Zg==");
  CHECK(encode_base64("fo") == "Zm8=");
  CHECK(encode_base64("foobar") == "Zm9vYmFy");
  CHECK(encode_base32("foobar") == "MZXW6YTBOI");
  CHECK(decode_base32("MZXW6YTBOI") == "foobar");
  CHECK_FALSE(decode_base32("mzxw6"));
  CHECK_FALSE(decode_base32("MZ1"));
  SampleRandom random(test_seed());
  for (size_t length = 0; length < 50; ++length) {
    std::string bytes;
    while (bytes.size() < length) bytes += static_cast<char>(random.below(256));
    CHECK(decode_base64(encode_base64(bytes)) == bytes);
    CHECK(decode_base32(encode_base32(bytes)) == bytes);
  }
}

TEST_CASE("bech32 is checked as BIP-173 has it") {
  for (const char* text :
       {"A12UEL5L", "a12uel5l", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
        "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "?1ezyfcl"}) {
    INFO(text);
    CHECK(bech32_is_valid(text));
    CHECK(bech32_completed(text) == text);
  }
  for (const char* text : {"A12UEL5M", "A1G7SGD8", "pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v",
                           "li1dgmt3", "", "1", "a1"}) {
    INFO(text);
    CHECK_FALSE(bech32_is_valid(text));
  }
  CHECK(
      bech32_is_valid(bech32_completed("AGE-TEST-1"
                                       "QQQQQQQQ"
                                       "QQQQQQ")));
  CHECK(bech32_completed("A1QQQQQQ") == "A12UEL5L");
  CHECK(bech32_completed("a1qqqqqq") == "a12uel5l");
}

}  // namespace aegis
