#include "scanner/detect/near_index.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

bool names(const std::string& word, std::string_view text) {
  NearIndex index;
  index.add(folded_word(word), 7);
  std::vector<uint32_t> rules;
  index.find(text, rules);
  return std::find(rules.begin(), rules.end(), 7u) != rules.end();
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
  NearIndex index;
  CHECK(index.empty());
  index.add("alpha", 1);
  index.add("alphabet", 2);
  index.add("beta", 3);
  index.add("alpha", 4);
  CHECK_FALSE(index.empty());
  std::vector<uint32_t> rules;
  index.find("alphabet = beta", rules);
  std::sort(rules.begin(), rules.end());
  CHECK(rules == std::vector<uint32_t>{1, 2, 3, 4});
}

}  // namespace aegis
