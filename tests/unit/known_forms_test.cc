#include "scanner/detect/known_forms.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "scanner/detect/literal_finder.h"
#include "scanner/rule/checksum.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

std::set<std::string> forms_of(const std::string& value, KnownForm form) {
  std::set<std::string> texts;
  for_each_form(value, [&](const FormedValue& formed) {
    if (formed.form == form) texts.emplace(formed.text);
  });
  return texts;
}

}  // namespace

TEST_CASE("A value of letters and digits has few forms") {
  size_t count = 0;
  for_each_form("qw3rtz7UIOp", [&](const FormedValue&) { ++count; });
  CHECK(count == 6);  // clear, three of base64, two of hex
}

TEST_CASE("Hex is of either case") {
  CHECK(forms_of("Az/09 k~", KnownForm::kHexadecimal) ==
        std::set<std::string>{"417a2f3039206b7e", "417A2F3039206B7E"});
}

TEST_CASE("URLs escape in several ways") {
  const auto forms = forms_of("a b/c+d'e~f%@:", KnownForm::kUrl);
  for (const char* form :
       {"a%20b%2Fc%2Bd%27e~f%25%40%3A", "a%20b%2fc%2bd%27e~f%25%40%3a",
        "a+b%2Fc%2Bd%27e~f%25%40%3A", "a%20b/c%2Bd%27e~f%25%40%3A", "a%20b%2Fc%2Bd'e~f%25%40%3A",
        "a+b%2Fc%2Bd%27e%7Ef%25%40%3A", "a%20b%2Fc+d'e~f%%40%3A"}) {
    INFO(form);
    CHECK(forms.contains(form));
  }
}

TEST_CASE("JSON escapes in several ways") {
  const auto forms = forms_of("q\"s\\t/u\n<\xc3\xb6\xf0\x9f\x94\x91\x01&", KnownForm::kJson);
  for (const char* form : {R"(q\"s\\t/u\n<)"
                           "\xc3\xb6\xf0\x9f\x94\x91"
                           R"(\u0001&)",
                           R"(q\"s\\t\/u\n<)"
                           "\xc3\xb6\xf0\x9f\x94\x91"
                           R"(\u0001&)",
                           R"(q\"s\\t/u\n<\u00f6\ud83d\udd11\u0001&)",
                           R"(q\"s\\t/u\n\u003c)"
                           "\xc3\xb6\xf0\x9f\x94\x91"
                           R"(\u0001\u0026)",
                           R"(q\u0022s\\t/u\n\u003C\u00F6\uD83D\uDD11\u0001\u0026)"}) {
    INFO(form);
    CHECK(forms.contains(form));
  }
  CHECK(forms_of("not utf8: \xff\xc3(", KnownForm::kJson).contains(R"(not utf8: \u00ff\u00c3()"));
}

TEST_CASE("Shells quote in several ways") {
  const auto forms = forms_of("it's $5, \"no\"!", KnownForm::kShell);
  for (const char* form :
       {R"(it'\''s $5, "no"!)", R"(it'"'"'s $5, "no"!)", R"(it's \$5, \"no\"!)",
        R"(it's \$5, \"no\"\!)", R"(it\'s\ \$5,\ \"no\"\!)", R"(it\'s\ \$5\,\ \"no\"\!)"}) {
    INFO(form);
    CHECK(forms.contains(form));
  }
}

TEST_CASE("A value of several lines has either line end") {
  CHECK(forms_of("line one\nline two", KnownForm::kClear) ==
        std::set<std::string>{"line one\nline two", "line one\r\nline two"});
}

TEST_CASE("Base64 of anything around a value holds a form of it, its edges beside it") {
  SampleRandom seeds(test_seed());
  for (int round = 0; round < 2000; ++round) {
    INFO("AEGIS_TEST_SEED=" << test_seed() << ", round " << round);
    SampleRandom random(seeds.next());
    std::string letters;
    for (int c = 0; c < 256; ++c) letters += static_cast<char>(c);
    const std::string value = random_of(letters, 8 + random.below(60), random);
    const std::string before = random_of(letters, random.below(9), random);
    const std::string after = random_of(letters, random.below(9), random);
    const std::string text = encode_base64(before + value + after);
    const std::string other =
        encode_base64(before + random_of(letters, value.size(), random) + after);
    bool found = false;
    for_each_form(value, [&](const FormedValue& form) {
      const size_t at = text.find(form.text);
      if (form.form != KnownForm::kBase64 || at == std::string::npos) return;
      found = true;
      const size_t begin = at - form.edge_before;
      const size_t end = at + form.text.size() + form.edge_after;
      // Nothing that the value decides lies outside.
      CHECK(text.substr(0, begin) == other.substr(0, begin));
      CHECK(text.substr(std::min(end, text.size())) == other.substr(std::min(end, other.size())));
    });
    CHECK(found);
  }
}

TEST_CASE("No form is too short or too long to be looked for") {
  SampleRandom random(test_seed());
  for (const size_t size : {size_t{8}, size_t{100}, size_t{641}, size_t{5000}, size_t{100'000}}) {
    for (const std::string_view letters : {"\x01\xff", "'", "\n", "abc"}) {
      for_each_form(random_of(letters, size, random), [&](const FormedValue& form) {
        CHECK(form.text.size() >= kLeastLiteral);
        CHECK(form.text.size() <= kMostLiteral);
      });
    }
  }
}

}  // namespace aegis
