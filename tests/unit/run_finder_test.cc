#include "scanner/detect/run_finder.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/rule/rule_file.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

std::vector<Run> runs_from(const std::string& text, size_t begin, Simd simd = widest_simd()) {
  KindMap map;
  map.map(text, begin, text.size(), simd);
  std::vector<Run> found;
  find_runs(map, begin, found, simd);
  return found;
}

// The definition.
bool is_mixed_by_definition(std::string_view run) {
  bool digits = false;
  bool letters = false;
  size_t changes = 0;
  for (size_t i = 0; i < run.size(); ++i) {
    digits = digits || kDigits.contains(run[i]);
    letters = letters || kAlpha.contains(run[i]);
    if (i > 0 && kUpper.contains(run[i]) != kUpper.contains(run[i - 1])) ++changes;
  }
  return letters && (digits || changes * 5 >= run.size() * 2);
}

std::vector<Run> runs_by_definition(const std::string& text, size_t begin) {
  std::vector<Run> found;
  for (size_t at = begin; at < text.size();) {
    size_t end = at;
    while (end < text.size() && kRunSet.contains(text[end])) ++end;
    if (end - at >= kMinRun) {
      found.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(end),
                       is_mixed_by_definition(std::string_view(text).substr(at, end - at))});
    }
    at = end + 1;
  }
  return found;
}

std::vector<std::string> described(const std::vector<Run>& found) {
  std::vector<std::string> all;
  for (const Run& run : found) {
    all.push_back(std::to_string(run.begin) + "-" + std::to_string(run.end) +
                  (run.mixed ? "" : " plain"));
  }
  return all;
}

std::vector<std::string> runs(const std::string& text) {
  return described(runs_from(text, 0));
}

}  // namespace

TEST_CASE("A run is a long stretch of token characters, mixed or not") {
  const auto found = [](const std::string& text) {
    const std::vector<Run> all = runs_from(text, 0);
    return std::any_of(all.begin(), all.end(), [](const Run& run) { return run.mixed; });
  };
  CHECK(found("abcdefgh12345678"));
  CHECK_FALSE(found("abcdefgh1234567"));
  CHECK_FALSE(found("abcdefghijklmnopqrst"));
  CHECK(found("aBcDeFgHiJkLmNoP"));
  CHECK_FALSE(found("someLongCamelCaseName"));
  CHECK(found("ab/cd+ef-gh_ij1k"));
  CHECK_FALSE(found("abcdefgh 12345678"));
  CHECK_FALSE(found("abcdefgh.12345678"));
  CHECK_FALSE(found("----------------------"));
  CHECK(runs("x = \"abcdefgh12345678\";") == std::vector<std::string>{"5-21"});
  CHECK(runs("abcdefghijklmnopqrst") == std::vector<std::string>{"0-20 plain"});
}

TEST_CASE("Runs are whole wherever the blocks of the vector pass begin") {
  const std::string run = "abcdefgh12345678";
  for (size_t before = 0; before < 200; ++before) {
    for (const size_t repeats : {1, 2, 4, 5, 9}) {
      std::string text(before, ' ');
      for (size_t i = 0; i < repeats; ++i) text += run;
      const std::string expected = std::to_string(before) + "-" + std::to_string(text.size());
      INFO(before << " blanks, " << repeats << " pieces");
      CHECK(runs(text) == std::vector<std::string>{expected});
      CHECK(runs(text + " x") == std::vector<std::string>{expected});
      CHECK(runs(text + std::string(70, ' ')) == std::vector<std::string>{expected});
    }
  }
}

TEST_CASE("Whatever vector instructions are used, the runs are those of the definition") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  for (int round = 0; round < 1500; ++round) {
    std::string text;
    for (size_t pieces = random.below(30); pieces-- > 0;) {
      switch (random.below(5)) {
        case 0:
          text += random_of(" .=\n\"", 1 + random.below(3), random);
          break;
        case 1:
          text += random_of(kBase62Letters, random.below(40), random);
          break;
        case 2:
          text += random_of("abc", random.below(90), random);
          break;
        case 3:
          text += random_of("0123456789+-/_", random.below(90), random);
          break;
        default:
          text += static_cast<char>(random.below(256));
          break;
      }
    }
    // From a place that is in no run.
    size_t begin = random.below(text.size() + 1);
    while (begin < text.size() && kRunSet.contains(text[begin])) ++begin;
    if (random.below(2) == 0) begin = 0;
    for (const Simd simd : {Simd::kNone, Simd::kAvx2, Simd::kAvx512}) {
      if (simd > widest_simd()) continue;
      INFO("round " << round << ", way " << static_cast<int>(simd) << ", from " << begin);
      CHECK(described(runs_from(text, begin, simd)) == described(runs_by_definition(text, begin)));
    }
  }
}

TEST_CASE("A run may be as long as the text") {
  std::string text(300'000, 'a');
  text[150'000] = '1';
  CHECK(runs(text) == std::vector<std::string>{"0-300000"});
}

}  // namespace aegis
