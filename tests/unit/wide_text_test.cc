#include "scanner/detect/wide_text.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

enum class Order { kLittle, kBig };

std::string widened(const std::string& text, size_t width, Order order) {
  std::string bytes;
  for (const char c : text) {
    const std::string zeros(width - 1, '\0');
    bytes += order == Order::kBig ? zeros + c : c + zeros;
  }
  return bytes;
}

}  // namespace

TEST_CASE("Text in UTF-16 and UTF-32 of either order is narrowed and placed") {
  const std::string text = "name = value of it\r\n\tand more";
  for (const size_t width : {2, 4}) {
    for (const Order order : {Order::kLittle, Order::kBig}) {
      for (const std::string before : {"", "\xff\xfe", "x", "abc", "binary\x01\x02"}) {
        const std::string bytes = before + widened(text, width, order) + "\xff\xff";
        const DecodedText wide = narrow_wide_text(bytes);
        INFO(width << " bytes a character, after '" << before << "'");
        REQUIRE(wide.text.find(text) != std::string::npos);
        REQUIRE(wide.begins.size() == wide.text.size());
        for (size_t i = 0; i < wide.text.size(); ++i) {
          if (wide.text[i] != '\n') CHECK(bytes[wide.begins[i]] == wide.text[i]);
        }
      }
    }
  }
}

TEST_CASE("Short stretches and plain text are not wide text") {
  CHECK(narrow_wide_text("").text.empty());
  CHECK(narrow_wide_text("plain text without any zeros").text.empty());
  CHECK(narrow_wide_text(widened("seven c", 2, Order::kLittle)).text.empty());
  CHECK(narrow_wide_text(widened("eight ch", 2, Order::kLittle)).text == "eight ch\n");
  CHECK(narrow_wide_text(widened("three bytes wide", 3, Order::kLittle)).text.empty());
  CHECK(narrow_wide_text(std::string(10'000, '\0')).text.empty());
}

TEST_CASE("Other characters end a stretch, and stretches far apart do not touch") {
  const std::string one = widened("first stretch", 2, Order::kLittle);
  const std::string two = widened("second stretch", 2, Order::kLittle);
  CHECK(narrow_wide_text(one + "\xe9\x01" + two).text == "first stretch\nsecond stretch\n");
  const DecodedText apart = narrow_wide_text(one + std::string(1000, '\xff') + two);
  CHECK(apart.text == "first stretch" + std::string(65, '\n') + "second stretch\n");
  CHECK(apart.begins.size() == apart.text.size());
}

TEST_CASE("A secret in UTF-16 is found where it stands") {
  SampleRandom random(test_seed());
  const Engine engine =
      engine_of(R"({"id": "test-a", "what": "key", "shape": "acme_{base62:24}"})");
  const std::string token = token_of("acme_{base62:24}", random);
  const std::string bytes = "\xff\xfe" + widened("line\nkey = " + token + "\n", 2, Order::kLittle);
  const auto findings = findings_in(engine, bytes);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].place.offset == 2 + 2 * 11);
  CHECK(findings[0].place.size == 2 * token.size() - 1);
  CHECK(findings[0].place.line == 2);
  CHECK(findings[0].detail == "in UTF-16 or UTF-32 text");
}

}  // namespace aegis
