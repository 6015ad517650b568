// Known values: a plain search for each of their forms finds the same, however a text is cut and
// wherever it was changed.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "scanner/detect/known_forms.h"
#include "scanner/detect/revision_examiner.h"
#include "scanner/rule/checksum.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

constexpr std::string_view kOdd = "aB3$'\"\\/% +&<\xc3\xb6\x01,!";

std::string key_block(SampleRandom& random) {
  std::string text =
      "-----BEGIN PRIVATE "
      "KEY-----\n";
  for (size_t i = 1 + random.below(30); i-- > 0;) {
    text += random_of(kBase62Letters, 64, random) + "\n";
  }
  return text +
         "-----END PRIVATE "
         "KEY-----\n";
}

std::string some_value(SampleRandom& random) {
  switch (random.below(8)) {
    case 0:
      return random_of(kOdd, 8 + random.below(20), random);
    case 1:
      return random_of(kHexLetters, 32, random);
    case 2:
      return key_block(random);
    case 3:
      return random_of(kBase62Letters, 8 + random.below(9), random) + "\n" +
             random_of(kBase62Letters, 1 + random.below(30), random) + "\n\n" +
             random_of(kOdd, 1 + random.below(90), random);
    case 4:
      return random_of(kBase62Letters, 500 + random.below(5000), random);
    default:
      return random_of(kBase62Letters, 8 + random.below(60), random);
  }
}

std::vector<std::string> some_values(SampleRandom& random) {
  std::set<std::string> values;
  for (size_t i = 1 + random.below(12); i-- > 0;) {
    std::string value = some_value(random);
    if (random.below(6) == 0 && value.size() > 20) values.insert(value.substr(5, 12));
    values.insert(std::move(value));
  }
  return {values.begin(), values.end()};
}

std::string in_lines(const std::string& text, size_t width) {
  std::string lines;
  for (size_t i = 0; i < text.size(); i += width) lines += text.substr(i, width) + "\n";
  return lines;
}

// A form of a value, or a part of one.
std::string planted(const std::vector<std::string>& values, SampleRandom& random) {
  const std::string& value = values[random.below(values.size())];
  std::vector<std::string> forms;
  for_each_form(value, [&](const FormedValue& form) { forms.emplace_back(form.text); });
  std::string text = forms[random.below(forms.size())];
  if (random.below(4) == 0) text = value;
  if (random.below(6) == 0) text = in_lines(encode_base64("x" + value), 64 + random.below(13));
  if (random.below(4) == 0) text = text.substr(random.below(text.size()));
  if (random.below(4) == 0) text = text.substr(0, random.below(text.size()));
  return text;
}

std::string text_of(const std::vector<std::string>& values, size_t parts, SampleRandom& random) {
  std::string text;
  for (size_t i = 0; i < parts; ++i) {
    text += random.below(6) == 0 ? planted(values, random) : line_of_text(random);
    if (random.below(30) == 0) text += random_of("ab ,;", random.below(9000), random);
    if (random.below(3) == 0) text += '\n';
  }
  return text;
}

// Whether any form of any value stands in the text, keys apart.
bool holds_plainly(const std::vector<std::string>& values, const std::string& text) {
  bool holds = false;
  for (const std::string& value : values) {
    for_each_form(value, [&](const FormedValue& form) {
      holds = holds || text.find(form.text) != std::string::npos;
    });
  }
  return holds;
}

}  // namespace

TEST_CASE("Where a form of a known value stands there is a finding that covers it") {
  SampleRandom seeds(test_seed());
  for (int round = 0; round < 200; ++round) {
    INFO("AEGIS_TEST_SEED=" << test_seed() << ", round " << round);
    SampleRandom random(seeds.next());
    const auto values = some_values(random);
    const std::string text = text_of(values, 40, random);
    const auto findings = findings_in(engine_knowing(values), text);
    for (const std::string& value : values) {
      for_each_form(value, [&](const FormedValue& form) {
        for (size_t at = text.find(form.text); at != std::string::npos;
             at = text.find(form.text, at + 1)) {
          const bool covered =
              std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
                return finding.place.offset <= at &&
                       finding.place.offset + finding.place.size >= at + form.text.size();
              });
          // Two keys' blocks that stand one after the other are two findings.
          const bool is_key = value.starts_with("-----BEGIN") && form.form == KnownForm::kClear;
          CHECK((covered || is_key));
        }
      });
    }
    if (findings.empty()) CHECK(!holds_plainly(values, text));
  }
}

TEST_CASE("A document has the same known values however it is cut") {
  SampleRandom seeds(test_seed());
  for (int round = 0; round < 25; ++round) {
    INFO("AEGIS_TEST_SEED=" << test_seed() << ", round " << round);
    SampleRandom random(seeds.next());
    const auto values = some_values(random);
    const Engine engine = engine_knowing(values);
    const std::string text = text_of(values, 400, random);
    const auto whole = described(findings_in(engine, text, "sample.txt", text.size() + 1));
    for (const size_t core : {size_t{1024}, size_t{4096}, size_t{5003}, size_t{65536}}) {
      INFO("core " << core);
      CHECK(described(findings_in(engine, text, "sample.txt", core)) == whole);
    }
  }
}

TEST_CASE("What changed is enough to find every known value that the changes make whole") {
  SampleRandom seeds(test_seed());
  auto examiner = RevisionExaminer::create(Confidence::kMedium);
  REQUIRE(examiner);
  size_t told = 0;
  for (int round = 0; round < 3000; ++round) {
    INFO("AEGIS_TEST_SEED=" << test_seed() << ", round " << round);
    SampleRandom random(seeds.next());
    const auto values = some_values(random);
    const Engine engine = engine_knowing(values);
    auto detector = Detector::create(engine);
    REQUIRE(detector);
    // A text with a part missing, and the same with the part put in.
    const std::string whole = text_of(values, 1 + random.below(30), random);
    if (whole.empty()) continue;
    const auto begin = static_cast<uint32_t>(random.below(whole.size()));
    const auto size =
        static_cast<uint32_t>(random.below(std::min<size_t>(whole.size() - begin, 301)));
    const std::string base = whole.substr(0, begin) + whole.substr(begin + size);
    for (const bool cut : {false, true}) {
      const std::string& old = cut ? whole : base;
      std::vector<Piece> pieces;
      const auto add = [&](const char* data, size_t length, size_t old_begin) {
        if (length == 0) return;
        pieces.push_back({data, static_cast<uint32_t>(length), static_cast<uint32_t>(old_begin)});
      };
      add(old.data(), begin, 0);
      if (!cut) add(whole.data() + begin, size, Piece::kNew);
      const size_t rest = cut ? begin + size : begin;
      add(old.data() + rest, old.size() - rest, rest);
      const std::string& result = cut ? base : whole;
      Prospect before;
      REQUIRE(detector->examine(old, Confidence::kMedium, before));
      Prospect after;
      const auto enough =
          examiner->examine(*detector, {pieces, result.size(), old.size()}, before, after);
      REQUIRE(enough);
      if (!*enough) continue;
      ++told;
      Prospect expected;
      REQUIRE(detector->examine(result, Confidence::kMedium, expected));
      REQUIRE(after.may_find == expected.may_find);
    }
  }
  CHECK(told > 200);
}

}  // namespace aegis
