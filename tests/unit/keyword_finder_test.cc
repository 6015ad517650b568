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

bool stands_at(const Keyword& keyword, const std::string& text, size_t at) {
  const size_t end = at + keyword.text.size();
  if (end > text.size()) return false;
  for (size_t i = 0; i < keyword.text.size(); ++i) {
    const char c = text[at + i];
    if ((keyword.caseless ? to_lower(c) : c) != keyword.text[i]) return false;
  }
  if (keyword.next.empty()) return true;
  return end < text.size() && keyword.next.find(text[end]) != std::string::npos;
}

// The definition: every keyword at every place.
std::vector<std::string> by_definition(const std::vector<Keyword>& keywords,
                                       const std::string& text, size_t begin, size_t end) {
  std::vector<RawMatch> matches;
  for (uint32_t i = 0; i < keywords.size(); ++i) {
    for (size_t at = begin; at < end; ++at) {
      if (!stands_at(keywords[i], text, at)) continue;
      matches.push_back({i, static_cast<uint32_t>(at + keywords[i].text.size())});
    }
  }
  return sorted(matches);
}

std::vector<Keyword> some_keywords(size_t count, SampleRandom& random) {
  std::vector<Keyword> keywords = {
      {"secret", true, ""},  {"token", true, ""}, {"_pass", true, ""},    {"pwd", true, "= "},
      {"api-key", true, ""}, {"a://", true, ""},  {"SG.", false, "abcX"}, {"Key", false, ""}};
  while (keywords.size() < count) {
    const bool caseless = random.below(2) == 0;
    const size_t size = KeywordFinder::kShortest + random.below(9);
    const char* letters = caseless ? "abcxyz_-=:/09" : "abcXYZ_-=:/09";
    keywords.push_back({random_of(letters, size, random), caseless,
                        random.below(3) == 0 ? random_of("abcXYZ=", 3, random) : ""});
  }
  std::sort(keywords.begin(), keywords.end());
  keywords.erase(std::unique(keywords.begin(), keywords.end()), keywords.end());
  return keywords;
}

}  // namespace

TEST_CASE("Every keyword is found at every place, with and without vector instructions") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  for (int round = 0; round < 60; ++round) {
    const std::vector<Keyword> keywords = some_keywords(round % 2 == 0 ? 20 : 60, random);
    const KeywordFinder finder(keywords);
    std::string text;
    for (size_t pieces = random.below(200); pieces-- > 0;) {
      std::string piece = random.below(2) == 0 ? keywords[random.below(keywords.size())].text
                                               : random_of("abcxyzABCXYZ_-=:/09 \n\xe9",
                                                           1 + random.below(6), random);
      for (char& c : piece) {
        if (kLower.contains(c) && random.below(3) == 0) c = static_cast<char>(c - 'a' + 'A');
      }
      text += piece;
    }
    const size_t begin = random.below(3) == 0 ? random.below(text.size() + 1) : 0;
    const size_t end =
        random.below(3) == 0 ? begin + random.below(text.size() - begin + 1) : text.size();
    INFO("round " << round << ", " << begin << " to " << end << ": " << text);
    for (const Simd simd : {Simd::kNone, Simd::kAvx2, Simd::kAvx512}) {
      if (simd > widest_simd()) continue;
      std::vector<RawMatch> found;
      finder.find(text, begin, end, found, simd);
      INFO("way " << static_cast<int>(simd));
      CHECK(sorted(found) == by_definition(keywords, text, begin, end));
    }
  }
}

TEST_CASE("A finder without words finds nothing") {
  std::vector<RawMatch> found;
  KeywordFinder().find("secret", 0, 6, found);
  CHECK(found.empty());
}

}  // namespace aegis
