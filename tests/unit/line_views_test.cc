#include "scanner/decode/line_views.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/support/samples.h"

namespace aegis {

namespace {

// What is decoded of `text` when it is cut into cores of that size: "offset of own: decoded", each
// once, in order.
std::vector<std::string> views_of(const std::string& text, size_t core) {
  std::vector<std::string> views;
  for (size_t begin = 0; begin < text.size(); begin += core) {
    const size_t end = std::min(text.size(), begin + core);
    const size_t from = begin > kDecodeContext ? begin - kDecodeContext : 0;
    const size_t to = std::min(text.size(), end + kDecodeContext);
    DecodeWindow window;
    window.bytes = std::string_view(text).substr(from, to - from);
    window.core = {begin - from, end - from};
    window.offset = from;
    window.first = from == 0;
    window.last = to == text.size();
    for_each_decoded_line(window, [&](const DecodedText& decoded, Span own) {
      views.push_back(std::to_string(from + own.begin) + "+" + std::to_string(own.size()) + ": " +
                      decoded.text);
    });
  }
  std::sort(views.begin(), views.end());
  views.erase(std::unique(views.begin(), views.end()), views.end());
  return views;
}

std::string random_lines(size_t size, SampleRandom& random) {
  std::string text;
  while (text.size() < size) {
    const size_t length = random.below(20) == 0 ? random.below(50'000) : random.below(300);
    for (size_t end = text.size() + length; text.size() < end;) {
      text += random_of(kBase62Letters, random.below(5'000), random);
      if (random.below(3) == 0) text += random.below(2) == 0 ? "\\u0041" : "\x1b[31m";
    }
    text += '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("Each line that hides text is decoded by itself") {
  const std::string text = "one\ntw\\u006f\nthree \x1b[1mbold\x1b[0m\n\nfour\\n\nfive\\/";
  CHECK(views_of(text, text.size()) ==
        std::vector<std::string>{"13+18: three bold", "4+8: two", "40+6: five/"});
  CHECK(views_of("", 10).empty());
  CHECK(views_of(std::string(100'000, 'x') + "\n", 1000).empty());
}

TEST_CASE("A long line is decoded in pieces at fixed places that share their context") {
  std::string text = "first\n" + std::string(100'000, 'a');
  text.replace(41'500, 6, "\\u0042");
  const auto views = views_of(text, text.size());
  REQUIRE(views.size() == 2);  // it stands in one piece, and in the context of another
  for (const std::string& view : views) CHECK(view.find("aBa") != std::string::npos);
  CHECK(views[0].rfind("32768+8192: ", 0) == 0);
  CHECK(views[1].rfind("40960+8192: ", 0) == 0);
}

TEST_CASE("What is decoded does not depend on how a document is cut") {
  SampleRandom random(test_seed());
  INFO("AEGIS_TEST_SEED=" << test_seed());
  for (int round = 0; round < 6; ++round) {
    const std::string text = random_lines(400'000, random);
    const auto whole = views_of(text, text.size());
    CHECK(whole.size() > 5);
    for (const size_t core : {size_t{1000}, size_t{8'192}, size_t{70'001}}) {
      INFO("core " << core);
      CHECK(views_of(text, core) == whole);
    }
  }
}

}  // namespace aegis
