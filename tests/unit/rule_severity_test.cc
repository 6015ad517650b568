// What a rule's severity must agree with, over all rules.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "scanner/rule/rule_file.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

constexpr std::string_view kOfTests[] = {"test", "sandbox", "development", "staging"};
constexpr std::string_view kOfLife[] = {"live", "prod", "production"};

// The letters of a variant's literals, word by word: "sk_live_" is "sk" and "live".
std::vector<std::string> words_of(const Variant& variant) {
  std::vector<std::string> words;
  for (const Element& element : variant.elements) {
    if (element.kind != ElementKind::kLiteral) continue;
    std::string word;
    for (const char c : element.text + "_") {
      if (kAlpha.contains(c)) {
        word += to_lower(c);
      } else {
        words.push_back(std::move(word));
        word.clear();
      }
    }
  }
  return words;
}

template <size_t n>
bool has_one(const std::vector<std::string>& words, const std::string_view (&wanted)[n]) {
  return std::any_of(std::begin(wanted), std::end(wanted), [&](std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  });
}

// Of one provider.
struct Pair {
  std::vector<const Rule*> live;
  std::vector<const Rule*> test;
};

}  // namespace

TEST_CASE("A rule is for live keys or for test keys, unless they are public by design") {
  for (const Rule& rule : built_in_rules().rules) {
    if (rule.kind == MatchKind::kGrammar || rule.severity == Severity::kLow) continue;
    const auto shape = shape_of(rule);
    bool live = false;
    bool test = false;
    for (const Variant& variant : shape->variants) {
      live = live || has_one(words_of(variant), kOfLife);
      test = test || has_one(words_of(variant), kOfTests);
    }
    INFO(rule.id);
    CHECK_FALSE((live && test));
  }
}

TEST_CASE("A provider's test keys are less severe than its live keys") {
  std::map<uint32_t, Pair> pairs;
  for (const Rule& rule : built_in_rules().rules) {
    if (rule.kind == MatchKind::kGrammar || rule.severity == Severity::kLow) continue;
    const auto words = words_of(shape_of(rule)->variants.front());
    if (has_one(words, kOfLife)) pairs[rule.provider].live.push_back(&rule);
    if (has_one(words, kOfTests)) pairs[rule.provider].test.push_back(&rule);
  }
  size_t both = 0;
  for (const auto& [provider, pair] : pairs) {
    both += !pair.live.empty() && !pair.test.empty();
    for (const Rule* test : pair.test) {
      for (const Rule* live : pair.live) {
        INFO(test->id << " and " << live->id);
        CHECK(test->severity < live->severity);
      }
    }
  }
  CHECK(both >= 10);
}

}  // namespace aegis
