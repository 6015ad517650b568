#include "scanner/detect/word_model.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

constexpr double kWordy = 4.75;  // as in value_judge.cc
constexpr double kRandomish = 5.1;

}  // namespace

TEST_CASE("Words and identifiers lie below the threshold of words") {
  for (const char* text :
       {"password", "authentication", "getUserName", "connection_string_builder", "application",
        "MAX_BUFFER_SIZE", "correct horse battery staple", "internationalization", "retryPolicy",
        "the quick brown fox", "refreshTokenExpiration", "configuration-manager"}) {
    INFO(text << ": " << letter_surprise(text));
    CHECK(letter_surprise(text) < kWordy);
  }
}

TEST_CASE("Random letters lie above the threshold of what is random") {
  SampleRandom random(test_seed());
  INFO("AEGIS_TEST_SEED=" << test_seed());
  int below = 0;
  for (int i = 0; i < 500; ++i) {
    below +=
        letter_surprise(random_of("abcdefghijklmnopqrstuvwxyz", 24, random)) < kRandomish ? 1 : 0;
  }
  CHECK(below < 10);
}

TEST_CASE("Case does not count, and too few letters say nothing") {
  CHECK(letter_surprise("") == 0);
  CHECK(letter_surprise("a1") == 0);
  CHECK(letter_surprise("12345678") == 0);
  CHECK(letter_surprise("hello") == letter_surprise("HELLO"));
  CHECK(letter_surprise("userName") == letter_surprise("user_name"));
}

TEST_CASE("shannon_entropy counts bits per byte") {
  CHECK(shannon_entropy("") == 0);
  CHECK(shannon_entropy("aaaa") == 0);
  CHECK(shannon_entropy("abab") == 1);
  CHECK(shannon_entropy("abcd") == 2);
}

}  // namespace aegis
