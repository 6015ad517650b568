#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scanner/detect/freedom.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/shape_match.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

// What stands two lines above an example: the counterpart, for a rule that nothing else lets count.
std::string counterpart_of(const Rule& rule, SampleRandom& random) {
  if (rule.with.empty() || !rule.near.empty()) return {};
  const Rule& other = *built_in_rules().find(rule.with);
  if (other.kind == MatchKind::kGrammar) return {};
  return name_for(other) + " = " + example_of(other, 0, random) + "\n\n";
}

// Whether a finding says of [begin, end) what `rule` would say: it is that rule's, or that of
// another rule of the provider that knows the form.
bool tells(const Finding& finding, const Rule& rule, size_t begin, size_t end) {
  const size_t from = finding.place.offset;
  const size_t to = from + finding.place.size;
  if (finding.rule == &rule) return from <= begin && end <= to;
  return finding.rule->provider == rule.provider && finding.rule->kind != MatchKind::kGrammar &&
         from < end && begin < to;
}

struct Tried {
  std::string token;
  std::string text;
};

// `token` in all surroundings, after its counterpart.
std::vector<Tried> tried(const Rule& rule, const std::string& token, SampleRandom& random) {
  const std::string above = counterpart_of(rule, random);
  std::vector<Tried> all;
  for (const std::string& text : in_surroundings(token, name_for(rule))) {
    all.push_back({token, above + text});
  }
  return all;
}

// A part of the miss may be what another variant of the shape stands for: a token without its
// suffix.
bool is_match_of(const Shape& shape, const std::string& text) {
  return std::any_of(shape.variants.begin(), shape.variants.end(), [&](const Variant& variant) {
    return match_variant(variant, text, 0).has_value();
  });
}

// What the rule leaves open in the token, at least; nothing where it does not match the whole of
// it.
std::optional<uint32_t> freedom_in(const Rule& rule, const std::string& token) {
  if (rule.kind == MatchKind::kGrammar) return std::nullopt;
  std::optional<uint32_t> least;
  const auto shape = shape_of(rule);
  for (const Variant& variant : shape->variants) {
    if (match_variant(variant, token, 0) != token.size()) continue;
    const uint32_t freedom = Freedom(variant).of(token.size());
    least = std::min(least.value_or(freedom), freedom);
  }
  return least;
}

// Calls `visit` for each variant of each rule that has a shape, with its place among the rule's,
// and with numbers of the rule's own.
template <typename Visit>
void for_each_variant(const Visit& visit) {
  for (const Rule& rule : built_in_rules().rules) {
    if (rule.kind == MatchKind::kGrammar) continue;
    SampleRandom random(seed_of(rule) ^ test_seed());
    const auto shape = shape_of(rule);
    for (size_t v = 0; v < shape->variants.size(); ++v) visit(rule, *shape, v, random);
  }
}

// What is wrong, by where.
using Problems = std::map<std::string, std::string>;

void check_none(const Problems& problems) {
  for (const auto& [where, what] : problems) UNSCOPED_INFO(where << ": " << what);
  CHECK(problems.size() == 0);
}

// Whether the finding is the rule's, of a part of `miss`, which stands at `begin`, and shown at any
// confidence. With a wrong checksum it is shown to those who ask for low confidence.
bool takes_for_token(const Finding& finding, const Rule& rule, const std::string& miss,
                     size_t begin) {
  if (finding.confidence == Confidence::kLow && !finding.doubt.empty()) return false;
  if (finding.rule->id != rule.id) return false;
  const size_t from = finding.place.offset;
  return from < begin + miss.size() && begin < from + finding.place.size;
}

}  // namespace

TEST_CASE("Every rule finds examples of its own shape wherever values stand") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  Problems missed;
  for_each_variant([&](const Rule& rule, const Shape& shape, size_t v, SampleRandom& random) {
    const auto token = make_example(rule, shape.variants[v], random);
    if (!token) {
      missed[rule.id + ": no example"] += ' ' + std::to_string(v);
      return;
    }
    const auto all = tried(rule, *token, random);
    for (size_t form = 0; form < all.size(); ++form) {
      const size_t begin = all[form].text.rfind(*token);
      bool told = false;
      std::string others;
      for (const Finding& finding :
           findings_in(built_in_engine(), all[form].text, path_for(rule))) {
        // With the confidence that the rule promises, or more.
        told = told || (tells(finding, rule, begin, begin + token->size()) &&
                        finding.confidence >= rule.confidence);
        others += ' ' + finding.rule->id;
      }
      if (told) continue;
      missed[rule.id + " in form " + std::to_string(form)] +=
          " variant " + std::to_string(v) + others;
    }
  });
  check_none(missed);
}

TEST_CASE("No rule's example is claimed by a less specific rule") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  Problems claimed;
  for_each_variant([&](const Rule& rule, const Shape& shape, size_t v, SampleRandom& random) {
    const auto token = make_example(rule, shape.variants[v], random);
    if (!token) return;
    const uint32_t own = Freedom(shape.variants[v]).of(token->size());
    for (const Tried& one : tried(rule, *token, random)) {
      const size_t begin = one.text.rfind(*token);
      for (const Finding& finding : findings_in(built_in_engine(), one.text, path_for(rule))) {
        if (finding.rule == &rule || finding.place.offset + finding.place.size <= begin) continue;
        // A longer match, with what stands before the token, or one that is proven by more.
        const bool knows_more = finding.place.size > token->size() ||
                                finding.proof < Proof::kShape ||
                                finding.rule->confidence > rule.confidence;
        const auto others = freedom_in(*finding.rule, *token);
        if (!knows_more && (!others || *others > own)) claimed[rule.id] = finding.rule->id;
      }
    }
  });
  check_none(claimed);
}

TEST_CASE("No rule reports what only nearly has its shape") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  Problems wrong;
  for_each_variant([&](const Rule& rule, const Shape& shape, size_t v, SampleRandom& random) {
    for (const NearMiss& miss : make_near_misses(rule, shape.variants[v], random)) {
      if (is_match_of(shape, miss.text)) continue;
      for (const Tried& one : tried(rule, miss.text, random)) {
        const size_t begin = one.text.rfind(miss.text);
        for (const Finding& finding : findings_in(built_in_engine(), one.text, path_for(rule))) {
          if (takes_for_token(finding, rule, miss.text, begin))
            wrong[rule.id + ": " + miss.what] = "'" + one.text + "'";
        }
      }
    }
  });
  check_none(wrong);
}

TEST_CASE("No rule reports what only nearly has its shape when it is alone") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  Problems wrong;
  const Rule* last = nullptr;
  std::optional<Engine> engine;
  for_each_variant([&](const Rule& rule, const Shape& shape, size_t v, SampleRandom& random) {
    if (last != &rule) engine.emplace(engine_alone(built_in_rules(), rule));
    last = &rule;
    for (const NearMiss& miss : make_near_misses(rule, shape.variants[v], random)) {
      if (is_match_of(shape, miss.text)) continue;
      for (const std::string& text : in_surroundings(miss.text, name_for(rule))) {
        for (const Finding& finding : findings_in(*engine, text)) {
          if (takes_for_token(finding, rule, miss.text, text.rfind(miss.text)))
            wrong[rule.id + ": " + miss.what] = "'" + text + "'";
        }
      }
    }
  });
  check_none(wrong);
}

}  // namespace aegis
