#include "scanner/gitleaks/decoding.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/gitleaks/encoding.h"

namespace aegis::gitleaks {
namespace {

// "kind:what stands there" for each stretch.
std::vector<std::string> stretches(std::string_view text) {
  std::vector<std::string> all;
  for (const EncodedStretch& stretch : find_encoded(text)) {
    all.push_back(std::string(name_of(stretch.encoding)) + ":" +
                  std::string(text.substr(stretch.span.begin, stretch.span.size())));
  }
  return all;
}

using Texts = std::vector<std::string>;

TEST_CASE("encoded stretches are found by how they look") {
  CHECK(stretches("a %41b%42 c\n%43") == Texts{"percent:%41b%42", "percent:%43"});
  CHECK(stretches("a % 41 %4 %zz").empty());
  CHECK(stretches("U+0041 U+0042 x") == Texts{"unicode:U+0041 U+0042 "});
  CHECK(stretches("U+0041") == Texts{"unicode:U+0041"});
  CHECK(stretches("x\\u0041\\\\U0042y") == Texts{"unicode:\\u0041\\\\U0042"});
  const std::string digits = "0123456789abcdef0123456789ABCDEF";
  CHECK(stretches(digits) == Texts{"hex:" + digits});
  CHECK(stretches(digits.substr(1)) == Texts{"base64:" + digits.substr(1)});
  CHECK(stretches("x" + digits) == Texts{"base64:x" + digits});
  CHECK(stretches("abcdefghijklmnop==; short") == Texts{"base64:abcdefghijklmnop=="});
}

TEST_CASE("of stretches that touch, the more specific one is decoded first") {
  CHECK(stretches("abcdefghijklmnop%41") == Texts{"percent:%41"});
  CHECK(stretches("%41abcdefghijklmnop") == Texts{"percent:%41"});
}

TEST_CASE("what is encoded says something printable, or nothing") {
  CHECK(decoded(Encoding::kPercent, "%41b%42") == "AbB");
  CHECK(decoded(Encoding::kPercent, "%41%01").empty());
  CHECK(decoded(Encoding::kUnicode, "U+0041 U+00e9 ") == "A\u00e9");
  CHECK(decoded(Encoding::kUnicode, "\\u0041\\\\U20ac") == "A\u20ac");
  CHECK(decoded(Encoding::kHex, "4142") == "AB");
  CHECK(decoded(Encoding::kHex, "414").empty());
  CHECK(decoded(Encoding::kHex, "4101").empty());
  CHECK(decoded(Encoding::kBase64, "dG9rMQ==") == "tok1");
  CHECK(decoded(Encoding::kBase64, "dG9rMQ") == "tok1");
  CHECK(decoded(Encoding::kBase64, "dG9rMQ=").empty());
  CHECK(decoded(Encoding::kBase64, "YTFi-").empty());
}

TEST_CASE("passes are decoded upon each other, and places are found again") {
  const std::string text = "x = JTQxJTQyJTQzJTQ0JTQ1JTQ2, y = %7A\n";
  Decoding decoding(text);
  REQUIRE(decoding.decode());
  CHECK(decoding.text() == "x = %41%42%43%44%45%46, y = z\n");
  const size_t y = decoding.text().find('y');
  CHECK(decoding.touches({4, 6}));
  CHECK_FALSE(decoding.touches({0, 3}));
  CHECK(decoding.original({y, y + 5}) == Span{text.rfind("y ="), text.size() - 1});
  REQUIRE(decoding.decode());
  CHECK(decoding.text() == "x = ABCDEF, y = z\n");
  CHECK(decoding.original({5, 6}) == Span{4, 28});
  CHECK(decoding.original({0, 6}) == Span{0, 28});
  CHECK(decoding.tags({4, 5}) == Texts{"decoded:percent", "decoded:base64", "decode-depth:2"});
  CHECK(decoding.lines_around({4, 5}) == "x = ABCDEF, y = z");
  CHECK_FALSE(decoding.decode());
}

TEST_CASE("hostile texts are decoded in time") {
  for (const std::string piece : {"%41", "\\u", "U+00", "abcdefgh", "%", "=", "0"}) {
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    Decoding decoding(text);
    for (int i = 0; i < 5 && decoding.decode(); ++i) CHECK(decoding.text().size() <= text.size());
  }
}

}  // namespace
}  // namespace aegis::gitleaks
