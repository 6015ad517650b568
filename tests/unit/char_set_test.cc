#include "scanner/base/char_set.h"

#include <catch2/catch.hpp>

namespace aegis {

TEST_CASE("A set holds the bytes that were put in, signed or not") {
  CharSet set("az\xff");
  set.add('\0');
  set.add_range('0', '3');
  for (const char c : {'a', 'z', '\xff', '\0', '0', '3'}) CHECK(set.contains(c));
  for (const char c : {'b', '\x7f', '\x80', '4', '/'}) CHECK_FALSE(set.contains(c));
  CharSet all;
  all.add_range('\0', '\xff');
  for (int c = 0; c < 256; ++c) CHECK(all.contains(static_cast<char>(c)));
}

TEST_CASE("Sets are joined and compared") {
  CHECK((kDigits | kAlpha) == kAlnum);
  CHECK((kAlnum | CharSet("_")) == kWord);
  CHECK_FALSE(kLower == kUpper);
  CHECK((kLower | kUpper) == kAlpha);
  CHECK(kPrintable.contains('~'));
  CHECK_FALSE(kPrintable.contains(' '));
}

TEST_CASE("to_lower changes letters of ASCII only") {
  CHECK(to_lower('A') == 'a');
  CHECK(to_lower('Z') == 'z');
  for (const char c : {'a', '[', '@', '0', '\xc4'}) CHECK(to_lower(c) == c);
}

}  // namespace aegis
