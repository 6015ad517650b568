#include "scanner/rule/shape_match.h"

#include <catch2/catch.hpp>
#include <functional>
#include <string>

#include "scanner/rule/checksum.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

Variant variant_of(const std::string& text) {
  auto shape = parse_shape(text);
  if (!shape) FAIL(text << ": " << shape.error().message());
  REQUIRE(shape->variants.size() == 1);
  return shape->variants.front();
}

// What of `bytes` the shape matches at `at`; "-" when it does not.
std::string matched(const std::string& shape, const std::string& bytes, size_t at = 0) {
  const auto end = match_variant(variant_of(shape), bytes, at);
  return end ? bytes.substr(at, *end - at) : "-";
}

// The definition: every way of choosing lengths, the longest that stands alone.
std::optional<size_t> matched_plainly(const Variant& variant, const std::string& bytes, size_t at) {
  std::optional<size_t> best;
  const std::function<void(size_t, size_t)> go = [&](size_t element, size_t from) {
    if (element == variant.elements.size()) {
      const Element& last = variant.elements.back();
      const bool alone = from == bytes.size() ||
                         (!kWord.contains(bytes[from]) &&
                          (last.kind == ElementKind::kLiteral || !last.set.contains(bytes[from])));
      if (alone && (!best || from > *best)) best = from;
      return;
    }
    const Element& here = variant.elements[element];
    if (here.kind == ElementKind::kLiteral) {
      if (bytes.compare(from, here.text.size(), here.text) == 0)
        go(element + 1, from + here.text.size());
      return;
    }
    for (size_t n = 0; n <= here.max; ++n) {
      if (n >= here.min) go(element + 1, from + n);
      if (from + n >= bytes.size() || !here.set.contains(bytes[from + n])) break;
    }
  };
  go(0, at);
  return best;
}

}  // namespace

TEST_CASE("A match is as long as it can be and stands alone") {
  struct Row {
    const char* shape;
    const char* bytes;
    const char* matched;
  };
  const Row rows[] = {
      {"ab_{digits:3}", "ab_123", "ab_123"},
      {"ab_{digits:3}", "ab_1234", "-"},
      {"ab_{digits:3}", "ab_12", "-"},
      {"ab_{digits:3}", "ab_123x", "-"},
      {"ab_{digits:3}", "ab_123_", "-"},
      {"ab_{digits:3}", "ab_123-", "ab_123"},
      {"ab_{digits:3}", "ab_123.5", "ab_123"},
      {"ab_{digits+-:3}", "ab_123-", "-"},
      {"ab_{digits:2,4}", "ab_1", "-"},
      {"ab_{digits:2,4}", "ab_12", "ab_12"},
      {"ab_{digits:2,4}", "ab_1234", "ab_1234"},
      {"ab_{digits:2,4}", "ab_12345", "-"},
      {"{digits:2,4}ab", "1234ab", "1234ab"},
      {"{digits:2,4}ab", "1234abc", "-"},
      {"{lower:1,5}x{lower:2}", "axxbb", "axxbb"},
      {"{lower:1,5}-{lower:1,5}", "abc-de", "abc-de"},
      {"{lower:1,5}-{lower:1,5}-z", "abc-de-z.", "abc-de-z"},
      {"{base64:4,8}==", "abcdefgh==", "abcdefgh=="},
      {"{base64:4,8}==", "abcdefgh=", "-"},
      {"ab_{digits:3}!", "ab_123!!", "ab_123!"},
      {"{uuid}", "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f", "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"},
      {"{printable:2,4}", "abcde", "-"},
      {"{printable:2,4}", "abcd e", "abcd"},
  };
  for (const Row& row : rows) {
    INFO(row.shape << " at the beginning of " << row.bytes);
    CHECK(matched(row.shape, row.bytes) == row.matched);
  }
}

TEST_CASE("A token may begin where no letter, digit or _ stands before it, or an escape ends") {
  const auto begins_after = [](std::string_view before) {
    const std::string text = std::string(before) + "token";
    return stands_alone_before(text, before.size());
  };
  for (const std::string_view before :
       {"",         " ",       "\n",         "=",      "\"",      "'",       "/",
        "-",        ".",       ":",          "\\n",    "\\t",     "\\r",     "x\\n",
        "\\\\n",    "%3D",     "%3d",        "a%20",   "\\x3d",   "\\u003d", "\\u003D",
        "\x1b[31m", "\x1b[0m", "\x1b[1;32m", "\x1b[m", "\xc3\xa9"}) {
    INFO('[' << before << ']');
    CHECK(begins_after(before));
  }
  for (const std::string_view before : {"a", "Z", "9", "_", "n", "3D", "u003d", "x3d", "%3", "%G1",
                                        "\\q", "31m", "[31m", "\x1b[31", "\x1b[31x"}) {
    INFO('[' << before << ']');
    CHECK_FALSE(begins_after(before));
  }
}

TEST_CASE("Matching agrees with trying every length") {
  SampleRandom random(test_seed());
  INFO("AEGIS_TEST_SEED=" << test_seed());
  constexpr std::string_view kLetters = "ab1-.";
  constexpr const char* kHoles[] = {"{lower",    "{digits", "{word", "{lower-alnum+-",
                                    "{base62+.", "a",       "1-",    "b."};
  for (int round = 0; round < 3000; ++round) {
    std::string shape;
    for (size_t i = 1 + random.below(4); i-- > 0;) {
      shape += kHoles[random.below(std::size(kHoles))];
      if (shape.find('{') == std::string::npos || shape.rfind('{') < shape.rfind('}') + 1) continue;
      const size_t least = 1 + random.below(3);
      shape += ':' + std::to_string(least) + ',' + std::to_string(least + random.below(4)) + '}';
    }
    const auto parsed = parse_shape(shape);
    REQUIRE(parsed);
    const std::string bytes = random_of(kLetters, random.below(14), random);
    for (size_t at = 0; at <= bytes.size(); ++at) {
      INFO(shape << " at " << at << " of " << bytes);
      CHECK(match_variant(parsed->variants.front(), bytes, at) ==
            matched_plainly(parsed->variants.front(), bytes, at));
    }
  }
}

TEST_CASE("A hostile text costs no more than its length") {
  const Variant variant =
      variant_of("{lower:1,1300}-{lower-alnum+-:1,1300}-{lower-alnum+-:1,1300}!");
  std::string text;
  while (text.size() < 4000) text += "ab-";
  for (size_t at = 0; at < 200; ++at) CHECK_FALSE(match_variant(variant, text, at));
}

TEST_CASE("A checksum in a shape is verified over the body before it") {
  SampleRandom random(test_seed());
  const Variant plain = variant_of("tok_{base62:30}");
  const Variant variant = variant_of("tok_{base62:30}{crc32-base62:6}");
  const std::string body = random_of(kBase62Letters, 30, random);
  const std::string good = "tok_" + body + crc32_base62(body);
  CHECK(verify_shape_checksum(variant, good) == ChecksumVerdict::kGood);
  CHECK(verify_shape_checksum(plain, "tok_" + body) == ChecksumVerdict::kNone);
  for (size_t i = 4; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    CHECK(verify_shape_checksum(variant, bad) == ChecksumVerdict::kBad);
  }
  const Variant tail = variant_of("tok_{base62:8}{crc32-base62:6}-{digits:2}");
  const std::string small = body.substr(0, 8);
  CHECK(verify_shape_checksum(tail, "tok_" + small + crc32_base62(small) + "-42") ==
        ChecksumVerdict::kGood);
}

}  // namespace aegis
