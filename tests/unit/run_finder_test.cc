#include "scanner/detect/run_finder.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/support/samples.h"

namespace aegis {

namespace {

using Finder = void (*)(std::string_view, std::vector<Run>&);

std::vector<std::string> runs(const std::string& text, Finder find = find_runs) {
  std::vector<Run> found;
  find(text, found);
  std::vector<std::string> all;
  for (const Run& run : found) {
    all.push_back(std::to_string(run.begin) + "-" + std::to_string(run.end) +
                  (run.mixed ? "" : " plain"));
  }
  return all;
}

}  // namespace

TEST_CASE("A run is a long stretch of token characters, mixed or not") {
  const auto found = [](const std::string& text) {
    std::vector<Run> all;
    find_runs(text, all);
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

TEST_CASE("With and without vector instructions the runs are the same") {
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
    INFO("round " << round);
    CHECK(runs(text, find_runs) == runs(text, find_runs_plainly));
  }
}

TEST_CASE("A run may be as long as the text") {
  std::string text(300'000, 'a');
  text[150'000] = '1';
  CHECK(runs(text) == std::vector<std::string>{"0-300000"});
}

}  // namespace aegis
