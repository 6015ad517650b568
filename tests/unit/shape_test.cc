#include "scanner/rule/shape.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

// "lit(ab)+{10}3+crc6", one variant after another with " or " between; the message when it is an
// error.
std::string said(const std::string& text) {
  const auto shape = parse_shape(text);
  if (!shape) return shape.error().message();
  std::string all;
  for (const Variant& variant : shape->variants) {
    if (&variant != &shape->variants.front()) all += " or ";
    for (const Element& element : variant.elements) {
      if (&element != &variant.elements.front()) all += ' ';
      switch (element.kind) {
        case ElementKind::kLiteral:
          all += '"' + element.text + '"';
          continue;
        case ElementKind::kClass:
          all += "class";
          break;
        case ElementKind::kCrc32Base62:
          all += "crc";
          break;
      }
      all += ':' + std::to_string(element.min);
      if (!element.fixed()) all += '-' + std::to_string(element.max);
    }
  }
  return all;
}

}  // namespace

TEST_CASE("A shape is read into its variants") {
  CHECK(said("abc_{hex:8}") == "\"abc_\" class:8");
  CHECK(said("abc_{hex:8,12}-x") == "\"abc_\" class:8-12 \"-x\"");
  CHECK(said("(sk|rk)_live_{base62:24,247}") ==
        "\"sk_live_\" class:24-247 or \"rk_live_\" class:24-247");
  CHECK(said("ab(cd)?ef{digits:2}") == "\"abcdef\" class:2 or \"abef\" class:2");
  CHECK(said("a((b|c)d)?{digits:2}") == "\"abd\" class:2 or \"acd\" class:2 or \"a\" class:2");
  CHECK(said("a(b|)c") == "\"abc\" or \"ac\"");
  CHECK(said("a|bc") == "\"a\" or \"bc\"");
  CHECK(said("t_{base62:30}{crc32-base62:6}") == "\"t_\" class:30 crc:6");
  CHECK(said("\\{\\(\\)\\?\\|\\}\\\\") == "\"{()?|}\\\"");
  CHECK(said("x{uuid}") ==
        "\"x\" class:8 \"-\" class:4 \"-\" class:4 \"-\" class:4 \"-\" class:12");
}

TEST_CASE("A wrong shape is an error that says what is wrong and where") {
  CHECK(said("ab{hex:8") == "shape, character 3: missing }");
  CHECK(said("ab{hex}") == "shape, character 3: a hole is written {class:n} or {class:n,m}");
  for (const char* hole : {"{hex:}", "{hex:0}", "{hex:5,4}", "{hex:4,}", "{hex:,4}", "{hex:-1}",
                           "{hex:a}", "{hex: 4}", "{hex:99999999999999999999999}"}) {
    INFO(hole);
    CHECK(said(hole) ==
          "shape, character 1: a hole is written {class:n} or {class:n,m}, 1 <= n <= m");
  }
  CHECK(said("ab{hexx:4}") == "shape, character 3: unknown class hexx");
  CHECK(said("ab{crc32-base62:7}") == "shape, character 3: crc32-base62 has 6 characters");
  CHECK(said("(ab") == "shape, character 4: missing )");
  CHECK(said("ab)") == "shape, character 3: unmatched )");
  CHECK(said("ab}") == "shape, character 3: unmatched }");
  CHECK(said("ab?") == "shape, character 3: ? goes after a group");
  CHECK(said("ab\\") == "shape, character 4: nothing after \\");
  CHECK(said("").find("may match the empty string") != std::string::npos);
  CHECK(said("(ab)?").find("may match the empty string") != std::string::npos);
  CHECK(said("{hex:4097}").find("more than 4096 bytes") != std::string::npos);
  CHECK(said("{hex:4096}") == "class:4096");
  CHECK(said("a{crc32-base62:6}{hex:1,2}").find("only fixed lengths may follow a checksum") !=
        std::string::npos);
}

TEST_CASE("What could cost much to read is an error") {
  std::string many;
  for (int i = 0; i < 9; ++i) many += "(a|b)";
  CHECK(said(many).find("more than 256 ways") != std::string::npos);
  CHECK(said(many.substr(5)) != said(many));
  CHECK(parse_shape(many.substr(5))->variants.size() == 256);
  const auto nested = [](size_t depth) {
    std::string text(2 * depth + 1, 'a');
    std::fill_n(text.begin(), depth, '(');
    std::fill_n(text.rbegin(), depth, ')');
    return text;
  };
  CHECK(said(nested(16)) == "\"a\"");
  CHECK(said(nested(17)).find("nest too deeply") != std::string::npos);
  CHECK(said(nested(100'000)).find("nest too deeply") != std::string::npos);
}

TEST_CASE("A class may be added to") {
  const auto set = [](const char* name) { return *parse_class(name); };
  CHECK(set("digits+_-") == (kDigits | CharSet("_-")));
  CHECK(set("lower-alnum++/") == (make_range_set("az09") | CharSet("+/")));
  CHECK(set("base64url") == (kAlnum | CharSet("-_")));
  CHECK(set("base32") == make_range_set("AZ27"));
  CHECK(set("word") == kWord);
  CHECK(set("printable") == kPrintable);
  CHECK(parse_class("base63").error().message() == "unknown class base63");
  CHECK_FALSE(parse_class(""));
}

TEST_CASE("A variant knows its lengths and its literal beginning") {
  const auto shape = parse_shape("ab_{hex:3,5}-{digits:2}");
  const Variant& variant = shape->variants.front();
  CHECK(variant.min_length() == 9);
  CHECK(variant.max_length() == 11);
  CHECK(variant.prefix() == "ab_");
  CHECK(parse_shape("{hex:3}ab")->variants.front().prefix().empty());
}

}  // namespace aegis
