#include "scanner/detect/confirm.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "scanner/rule/anchor.h"
#include "scanner/rule/rule_file.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

using Match = std::tuple<std::string, size_t, size_t>;  // rule, begin, end

// Examples whole, damaged, and glued together, in ordinary and random text.
std::string document(size_t size, SampleRandom& random) {
  const auto& rules = built_in_rules().rules;
  std::string text;
  while (text.size() < size) {
    const Rule& rule = rules[random.below(rules.size())];
    if (random.below(3) == 0 || rule.kind == MatchKind::kGrammar) {
      text += random.below(4) == 0
                  ? random_of(std::string_view("\0\xff\n aA0-_/.=\"'\\nx%", 19), 30, random)
                  : line_of_text(random);
      continue;
    }
    const auto shape = shape_of(rule);
    auto token = make_example(rule, shape->variants[random.below(shape->variants.size())], random);
    if (!token) continue;
    if (random.below(3) == 0) token->erase(random.below(token->size()), 1);
    if (random.below(4) == 0)
      token->insert(random.below(token->size()), 1, kBase62Letters[random.below(62)]);
    text += *token;
    if (random.below(4) != 0) text += std::string_view("\n \"'=,/-.\\;&")[random.below(12)];
  }
  return text;
}

std::set<Match> confirmed(const RuleBook& book, const std::string& text) {
  auto scratch = book.prefilter.make_scratch();
  REQUIRE(scratch);
  std::vector<RawMatch> matches;
  REQUIRE(book.prefilter.scan(text, *scratch, matches));
  std::vector<RawMatch> keywords;
  book.keywords.find(text, 0, text.size(), keywords);
  KindMap map;
  map.map(text, 0, text.size());
  std::vector<Run> runs;
  find_runs(map, 0, runs);
  std::vector<RawMatch> markers;
  book.markers.find(text, map, runs, markers);
  std::vector<Candidate> candidates;
  Confirmer confirmer(book);
  confirmer.follow(keywords, book.plan.keyword_triggers, {text, "sample.txt"}, candidates);
  confirmer.follow(markers, book.plan.marker_triggers, {text, "sample.txt"}, candidates);
  confirmer.follow(matches, book.plan.triggers, {text, "sample.txt"}, candidates);
  confirmer.follow_runs(runs, map, {text, "sample.txt"}, candidates);
  std::set<Match> all;
  for (const Candidate& candidate : candidates) {
    if (candidate.rule->kind == MatchKind::kGrammar || !candidate.rule->near.empty()) continue;
    all.insert({candidate.rule->id, candidate.secret.begin, candidate.secret.end});
  }
  return all;
}

// A token does not begin after a character that it could have begun with itself.
bool begins_alone(const Variant& variant, const std::string& text, size_t at) {
  if (!stands_alone_before(text, at)) return false;
  const Element& first = variant.elements.front();
  if (at == 0 || first.kind != ElementKind::kClass || kWord.contains(text[at - 1])) return true;
  return !first.set.contains(text[at - 1]);
}

std::string shown(const Match& match, const std::string& text) {
  const auto& [rule, begin, end] = match;
  return rule + " at " + std::to_string(begin) + ": " + text.substr(begin, end - begin);
}

}  // namespace

TEST_CASE("Prefilter, window and confirmation find what confirming everywhere finds") {
  const RuleBook& book = built_in_engine().books().front();
  SampleRandom random(test_seed());
  for (int round = 0; round < 6; ++round) {
    INFO("AEGIS_TEST_SEED=" << test_seed() << ", round " << round);
    const std::string text = document(30'000, random);
    const std::set<Match> found = confirmed(book, text);
    KindMap map;
    map.map(text, 0, text.size(), Simd::kNone);
    std::vector<Run> runs;
    find_runs(map, 0, runs, Simd::kNone);
    std::set<size_t> run_begins;
    for (const Run& run : runs) {
      if (run.mixed) run_begins.insert(run.begin);
    }

    std::set<Match> everywhere;
    std::vector<std::string> missed;
    for (const Rule& rule : book.set.rules) {
      if (rule.kind == MatchKind::kGrammar || !rule.near.empty()) continue;
      const auto shape = shape_of(rule);
      for (const Variant& variant : shape->variants) {
        const auto anchor = choose_anchor(variant);
        for (size_t at = 0; at < text.size(); ++at) {
          const auto end = match_variant(variant, text, at);
          if (!end || !begins_alone(variant, text, at)) continue;
          const Match match{rule.id, at, *end};
          everywhere.insert(match);
          // A rule with `files` that do not hold for this path is not tried.
          if (found.contains(match) || !rule.files.empty()) continue;
          if (!anchor && variant.prefix().size() < MarkerIndex::kShortest &&
              !run_begins.contains(at)) {
            continue;
          }
          // Of several beginnings before one anchor, the first one is taken.
          const bool inside = std::any_of(found.begin(), found.end(), [&](const Match& other) {
            return std::get<0>(other) == rule.id && std::get<1>(other) < at &&
                   std::get<2>(other) > at;
          });
          if (!anchor || anchor->before_min == anchor->before_max || !inside)
            missed.push_back(shown(match, text));
        }
      }
    }
    for (const std::string& line : missed) UNSCOPED_INFO("missed " << line);
    CHECK(missed.empty());
    std::vector<std::string> invented;
    for (const Match& match : found) {
      if (!everywhere.contains(match)) invented.push_back(shown(match, text));
    }
    for (const std::string& line : invented) UNSCOPED_INFO("invented " << line);
    CHECK(invented.empty());
    CHECK(found.size() > 20);
  }
}

}  // namespace aegis
