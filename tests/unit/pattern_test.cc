#include "scanner/rule/pattern.h"

#include <catch2/catch.hpp>
#include <regex>
#include <string>

#include "scanner/rule/shape_match.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

bool matches(const Shape& shape, const std::string& text) {
  for (const Variant& variant : shape.variants) {
    if (match_variant(variant, text, 0) == text.size()) return true;
  }
  return false;
}

bool matches(const std::string& pattern, const std::string& text) {
  const auto shape = parse_pattern(pattern);
  if (!shape) FAIL(pattern << ": " << shape.error().message());
  return matches(*shape, text);
}

std::string problem(const std::string& pattern) {
  const auto shape = parse_pattern(pattern);
  return shape ? "none" : shape.error().message();
}

}  // namespace

TEST_CASE("A pattern matches what the expression stands for") {
  struct Row {
    const char* pattern;
    const char* text;
    bool matches;
  };
  const Row rows[] = {
      {"abc", "abc", true},         {"abc", "ABC", false},       {"(?i)abc", "aBC", true},
      {"(?i)[a-f]x", "FX", true},   {"[a-c]{3}", "abc", true},   {"[a-c]{3}", "abd", false},
      {"[^a-c]{3}", "xyz", true},   {"[^a-c]{3}", "xbz", false}, {"[]a]x", "]x", true},
      {"[a-]x", "-x", true},        {"[\\w.-]{3}", "a.-", true}, {"[\\]\\\\]{2}", "]\\", true},
      {"\\d{2,4}x", "123x", true},  {"\\d{2,4}x", "1x", false},  {"\\s\\S", " a", true},
      {"\\D\\W", "a.", true},       {"\\x41\\x2d", "A-", true},  {"a\\.b", "a.b", true},
      {"a\\.b", "axb", false},      {"a.b", "axb", true},        {"a.b", "a\nb", false},
      {"a(b|cd)e", "acde", true},   {"a(?:b|cd)e", "abe", true}, {"a(b)?c", "ac", true},
      {"ab?c", "ac", true},         {"(ab){2}", "abab", true},   {"(ab){2}", "ab", false},
      {"(a|b){1,2}x", "bax", true}, {"\\bab-\\b", "ab-", true},  {"a|b", "b", true},
  };
  for (const Row& row : rows) {
    INFO(row.pattern << " on " << row.text);
    CHECK(matches(row.pattern, row.text) == row.matches);
  }
}

TEST_CASE("What is outside of the common subset is an error that says where") {
  struct Row {
    const char* pattern;
    const char* problem;
  };
  const Row rows[] = {
      {"ab*", "pattern, character 3: unbounded; write {n,m}"},
      {"ab+", "pattern, character 3: unbounded; write {n,m}"},
      {"ab{2,}", "pattern, character 3: a repeat is written {n} or {n,m}; nothing is unbounded"},
      {"ab{,2}", "pattern, character 3: a repeat is written {n} or {n,m}; nothing is unbounded"},
      {"ab{3,2}", "pattern, character 3: a repeat runs from lower to higher"},
      {"ab{2", "pattern, character 3: missing }"},
      {"^ab", "pattern, character 1: unexpected ^"},
      {"ab$", "pattern, character 3: unexpected $"},
      {"*a", "pattern, character 1: unexpected *"},
      {"(ab", "pattern, character 4: missing )"},
      {"ab)", "pattern, character 3: unmatched )"},
      {"[ab", "pattern, character 4: missing ]"},
      {"[b-a]", "pattern, character 5: a range runs from lower to higher"},
      {"[[:alpha:]]", "pattern, character 2: [:class:] is not in the common subset"},
      {"a\\", "pattern, character 3: nothing after \\"},
      {"(?=a)",
       "pattern, character 2: of the (?...) groups only (?:...), and (?i) in front, are known"},
      {"(?<n>a)",
       "pattern, character 2: of the (?...) groups only (?:...), and (?i) in front, are known"},
      {"a{2}{3}", "pattern, character 5: a repeat of a repeat"},
      {"ab??", "pattern, character 4: a repeat of a repeat"},
  };
  for (const Row& row : rows) {
    INFO(row.pattern);
    CHECK(problem(row.pattern) == row.problem);
  }
  for (const char* pattern : {"(a)\\1", "\\Aab", "ab\\z", "a\\Bb", "\\xg0", "\\x4", "\\p{L}"}) {
    INFO(pattern);
    CHECK(problem(pattern).find("pattern, character") == 0);
  }
  CHECK(problem("(a)?").find("may match the empty string") != std::string::npos);
  CHECK(problem("(a|b){9}").find("more than 256 ways") != std::string::npos);
  CHECK(problem("[a-z]{5000}") != "none");
  CHECK(problem("(?:[a-z]{3000}){2}").find("more than 4096 bytes") != std::string::npos);
  CHECK(problem(std::string(100'000, '(')).find("nest too deeply") != std::string::npos);
}

TEST_CASE("Patterns agree with the standard library's expressions") {
  SampleRandom random(test_seed());
  INFO("AEGIS_TEST_SEED=" << test_seed());
  constexpr const char* kParts[] = {"a",  "[ab]", "[^a]",      "\\d", "(a|b1)",       "(?:-a)?",
                                    "b?", "a{2}", "[b-]{1,3}", "\\w", "(a[1-]){1,2}", ".",
                                    "1"};
  for (int round = 0; round < 1500; ++round) {
    std::string pattern;
    for (size_t i = 1 + random.below(4); i-- > 0;)
      pattern += kParts[random.below(std::size(kParts))];
    const auto shape = parse_pattern(pattern);
    if (!shape) {
      CHECK(shape.error().message().find("empty string") != std::string::npos);
      continue;
    }
    const std::regex expression(pattern);
    for (int i = 0; i < 10; ++i) {
      const std::string text = random_of("ab1-", 1 + random.below(6), random);
      INFO(pattern << " on " << text);
      CHECK(matches(*shape, text) == std::regex_match(text, expression));
    }
  }
}

}  // namespace aegis
