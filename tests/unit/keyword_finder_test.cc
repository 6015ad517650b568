#include "scanner/detect/keyword_finder.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/base/char_set.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

// "word@end" of every match, sorted.
std::vector<std::string> sorted(const std::vector<RawMatch>& matches) {
  std::vector<std::string> all;
  for (const RawMatch& match : matches) {
    all.push_back(std::to_string(match.expression) + "@" + std::to_string(match.end));
  }
  std::sort(all.begin(), all.end());
  return all;
}

// The definition: every word at every place.
std::vector<std::string> by_definition(const std::vector<std::string>& words, std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), to_lower);
  std::vector<RawMatch> matches;
  for (uint32_t word = 0; word < words.size(); ++word) {
    for (size_t at = text.find(words[word]); at != std::string::npos;
         at = text.find(words[word], at + 1)) {
      matches.push_back({word, static_cast<uint32_t>(at + words[word].size())});
    }
  }
  return sorted(matches);
}

}  // namespace

TEST_CASE("Every word is found at every place, in any case, with and without vector instructions") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  for (int round = 0; round < 60; ++round) {
    std::vector<std::string> words = {
        "secret", "token", "_pass", "pwd=", "pass_phrase", "api-key", "key=", "a://"};
    for (int i = 0; i < 40; ++i)
      words.push_back(
          random_of("abcxyz_-=:/09", KeywordFinder::kShortest + random.below(9), random));
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    const KeywordFinder finder(words, KeywordFinder::choose_buckets(words));
    std::string text;
    for (size_t pieces = random.below(200); pieces-- > 0;) {
      std::string piece = random.below(2) == 0 ? words[random.below(words.size())]
                                               : random_of("abcxyzABCXYZ_-=:/09 \n\xe9",
                                                           1 + random.below(6), random);
      for (char& c : piece) {
        if (kLower.contains(c) && random.below(3) == 0) c = static_cast<char>(c - 'a' + 'A');
      }
      text += piece;
    }
    std::vector<RawMatch> found;
    std::vector<RawMatch> plainly;
    finder.find(text, found);
    finder.find_plainly(text, plainly);
    INFO("round " << round << ": " << text);
    CHECK(sorted(found) == by_definition(words, text));
    CHECK(sorted(plainly) == by_definition(words, text));
  }
}

TEST_CASE("A finder without words finds nothing") {
  std::vector<RawMatch> found;
  KeywordFinder().find("secret", found);
  CHECK(found.empty());
}

}  // namespace aegis
