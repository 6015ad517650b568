#include "scanner/detect/near_index.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/base/char_set.h"
#include "scanner/rule/rule_file.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

// The rules of all words in `text`, sorted.
std::vector<uint32_t> rules_in(const NearIndex& index, std::string_view text) {
  KindMap map;
  map.map(text, 0, text.size());
  std::vector<NearWord> words;
  index.find(text, map, 0, text.size(), words);
  std::vector<uint32_t> rules;
  for (const NearWord& word : words) {
    for (const uint32_t rule : index.rules_of(word.word)) rules.push_back(rule);
  }
  std::sort(rules.begin(), rules.end());
  return rules;
}

bool names(const std::string& word, std::string_view text) {
  return !rules_in(NearIndex({{folded_word(word), 7}}), text).empty();
}

// The definition: whether the word begins and ends at `at` as it should.
bool stands_at(const std::string& word, const std::string& text, size_t at) {
  if (!kAlnum.contains(text[at])) return false;
  if (at > 0) {
    const char last = text[at - 1];
    const char c = text[at];
    if (kDigits.contains(last) && kDigits.contains(c)) return false;
    if (kLower.contains(last) && kLower.contains(c)) return false;
    if (kUpper.contains(last) && kAlpha.contains(c)) return false;
  }
  size_t i = 0;
  for (; i < word.size() && at < text.size(); ++at) {
    const char c = text[at];
    if (c == '_' || c == '-' || c == '.' || c == ' ') continue;
    if (to_lower(c) != word[i]) return false;
    ++i;
  }
  if (i < word.size()) return false;
  return word.size() >= 5 || at == text.size() || !kLower.contains(text[at]);
}

}  // namespace

TEST_CASE("A word counts where it begins a word of the text") {
  struct Row {
    const char* word;
    const char* text;
    bool named;
  };
  const Row rows[] = {
      {"zai", "zai_key", true},
      {"zai", "ZAI_API_KEY=", true},
      {"zai", "my_zai_key", true},
      {"zai", "myZaiKey", true},
      {"zai", "z.ai/api", true},
      {"zai", "Z_AI_TOKEN", true},
      {"zai", "z ai", true},
      {"zai", "\"zai\": {\"key\": ", true},
      {"zai", "bazai", false},
      {"zai", "MYZAI", false},
      {"zai", "zaire", false},  // of four letters or fewer: must end at a word's end too
      {"zai", "zaiKey", true},
      {"zai", "zai2", true},
      {"zai", "2zai", true},
      {"mailchimp", "mailchimpkey", true},  // five letters or more may be glued
      {"mailchimp", "emailchimp", false},
      {"mailchimp", "mail-chimp", true},
      {"aws_secret", "AWS_SECRET_ACCESS_KEY", true},
      {"aws_secret", "awsSecretAccessKey", true},
      {"aws_secret", "aws = secret", false},
      {"zai", "", false},
      {"zai", "za", false},
  };
  for (const Row& row : rows) {
    INFO(row.word << " in " << row.text);
    CHECK(names(row.word, row.text) == row.named);
  }
}

TEST_CASE("All rules whose words stand in a text are found") {
  CHECK(NearIndex().empty());
  CHECK(rules_in(NearIndex(), "alpha = beta").empty());
  const NearIndex index({{"alpha", 1}, {"alphabet", 2}, {"beta", 3}, {"alpha", 4}, {"alpha", 1}});
  CHECK_FALSE(index.empty());
  CHECK(rules_in(index, "alphabet = beta") == std::vector<uint32_t>{1, 2, 3, 4});
}

TEST_CASE("Words are found where they stand by definition, in any text") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  for (int round = 0; round < 300; ++round) {
    std::vector<NearTerm> terms;
    for (uint32_t rule = 0; rule < 6; ++rule) {
      terms.push_back({random_of("abz0", 2 + random.below(6), random), rule});
    }
    const NearIndex index(terms);
    std::string text;
    for (size_t n = random.below(60); n-- > 0;) {
      std::string piece = random.below(3) == 0 ? terms[random.below(terms.size())].word
                                               : random_of("abzABZ0_-. =\n\xe9", 4, random);
      if (random.below(4) == 0) piece.insert(random.below(piece.size()), 1, '_');
      text += piece;
    }
    std::vector<uint32_t> expected;
    for (const NearTerm& term : terms) {
      for (size_t at = 0; at < text.size(); ++at) {
        if (stands_at(term.word, text, at)) expected.push_back(term.rule);
      }
    }
    std::sort(expected.begin(), expected.end());
    INFO("round " << round << ": " << text);
    CHECK(rules_in(index, text) == expected);
  }
}

}  // namespace aegis
