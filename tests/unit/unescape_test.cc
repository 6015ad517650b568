#include "scanner/decode/unescape.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

DecodedText decoded(const std::string& text) {
  DecodedText out;
  unescape(text, {0, text.size()}, out);
  return out;
}

// The place of `needle` in the decoded text, put back to the source.
std::string source_of(const std::string& text, const std::string& needle) {
  const DecodedText out = decoded(text);
  const size_t at = out.text.find(needle);
  REQUIRE(at != std::string::npos);
  const Span span = out.source_of({at, at + needle.size()});
  return text.substr(span.begin, span.size());
}

}  // namespace

TEST_CASE("Text is decoded until nothing in it is hidden") {
  CHECK(decoded("plain").text == "plain");
  CHECK(decoded("a\\u0041b").text == "aAb");
  CHECK(decoded("\x1b[31mred\x1b[0m and \\u001b[1mbold\\u001b[0m").text == "red and bold");
  CHECK(decoded("one #033[31mtwo#033[0m").text == "one two");
  CHECK(decoded("{\\\"a\\\":\\\"x\\/y\\\"}").text == "{\\\"a\\\":\\\"x/y\\\"}");
  CHECK(decoded("three times: \\\\\\\\u0041").text == "three times: A");
  // Without anything hidden, the rest stays as it is too.
  CHECK(decoded("a\\nb").text == "a\\nb");
  CHECK(decoded("a\\nb\\x41").text == "a\nbA");
}

TEST_CASE("What is decoded knows where it stands") {
  CHECK(source_of("x = \\u0041\\u0042C;", "ABC") == "\\u0041\\u0042C");
  CHECK(source_of("x = A\x1b[31mB\x1b[0mC;", "ABC") == "A\x1b[31mB\x1b[0mC");
  CHECK(source_of("x \x1b[31mABC\x1b[0m;", "ABC") == "ABC");
  CHECK(source_of("nested \\\\u0041BC", "ABC") == "\\\\u0041BC");

  const std::string text = "A\x1b[31mB\x1b[0mC\\x44";
  const DecodedText out = decoded(text);
  REQUIRE(out.text == "ABCD");
  const std::vector<Span> pieces = out.pieces_of({0, 4});
  REQUIRE(pieces.size() == 3);
  CHECK(pieces[0] == Span{0, 1});
  CHECK(pieces[1] == Span{6, 7});
  CHECK(pieces[2] == Span{11, 16});
}

TEST_CASE("Hidden text is found wherever it stands, and nothing else") {
  CHECK(next_hidden("", 0) == std::string::npos);
  CHECK(next_hidden(std::string(1000, 'x'), 0) == std::string::npos);
  CHECK(next_hidden("C:\\Users\\name \\\"quoted\\\" #1 \\n", 0) == std::string::npos);
  for (const size_t at : {0, 1, 30, 31, 32, 33, 63, 64, 100, 990}) {
    std::string text(1000, 'x');
    text.replace(at, 4, "\\x41");
    CHECK(next_hidden(text, 0) == at);
    CHECK(next_hidden(text, at) == at);
    CHECK(next_hidden(text, at + 1) == std::string::npos);
  }
}

TEST_CASE("Any bytes are decoded to a text whose bytes all stand in the source") {
  SampleRandom random(test_seed());
  INFO("AEGIS_TEST_SEED=" << test_seed());
  for (int round = 0; round < 400; ++round) {
    const std::string text = random_of("\\\\\\u00x41\x1b[]#03m\"n/;\a", random.below(200), random);
    const DecodedText out = decoded(text);
    REQUIRE(out.begins.size() == out.text.size());
    REQUIRE(out.sizes.size() == out.text.size());
    for (size_t i = 0; i < out.text.size(); ++i) {
      CHECK(out.begins[i] + out.sizes[i] <= text.size());
      if (i > 0) CHECK(out.begins[i - 1] <= out.begins[i]);
    }
  }
}

}  // namespace aegis
