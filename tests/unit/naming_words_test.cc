#include "scanner/detect/naming_words.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

// The definition: where what names a value at `at` begins.
size_t begin_by_definition(const std::string& text, size_t at) {
  const size_t least = at > kNamingReach ? at - kNamingReach : 0;
  const std::string reach = text.substr(least, at - least);
  const size_t newline = reach.rfind('\n');
  if (newline == std::string::npos || newline == 0) return least;
  if (reach.size() - newline - 1 > 100) return least + newline + 1;
  const size_t before = reach.rfind('\n', newline - 1);
  return before == std::string::npos ? least : least + before + 1;
}

}  // namespace

TEST_CASE("What names a value stands on its line and perhaps on the one before") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  for (int round = 0; round < 300; ++round) {
    std::string text;
    const size_t lines = 1 + random.below(8);
    for (size_t i = 0; i < lines; ++i) {
      text += random_of("ab ", random.below(i % 2 == 0 ? 30 : 260), random);
      text += random.below(6) == 0 ? "\n\n" : "\n";
    }
    KindMap map;
    map.map(text, 0, text.size());
    for (size_t at = 0; at <= text.size(); ++at) {
      INFO("round " << round << " at " << at << ": " << text);
      REQUIRE(naming_begin(map, at) == begin_by_definition(text, at));
    }
  }
}

TEST_CASE("Words that are looked for once are those that are looked for at each value") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  const NearIndex index({{"zai", 1}, {"acme", 2}, {"acmecloud", 3}, {"hf", 4}, {"typeform", 5}});
  const std::string_view pieces[] = {"zai", "acme", "Acme_Cloud", "hf", "type form", "typeform",
                                     " ",   "_",    "=",          "\n", "x",         "9",
                                     "Key", "a.i",  "z.ai",       "  "};
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (size_t n = random.below(160); n-- > 0;) text += pieces[random.below(std::size(pieces))];
    KindMap map;
    map.map(text, 0, text.size());
    NamingWords naming(index);
    for (size_t at = 0; at <= text.size(); at += 1 + random.below(50)) {
      std::set<uint32_t> found;
      naming.visit(text, map, at, [&](uint32_t word) { found.insert(word); });
      std::set<uint32_t> expected;
      std::vector<NearWord> words;
      index.find(text, map, naming_begin(map, at), at, words);
      for (const NearWord& word : words) {
        if (word.end <= at) expected.insert(word.word);
      }
      INFO("round " << round << " at " << at << ": " << text);
      REQUIRE(found == expected);
    }
  }
}

}  // namespace aegis
