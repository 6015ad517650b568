#include "scanner/detect/rule_book.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <numeric>
#include <utility>

#include "scanner/base/byte_codec.h"
#include "scanner/rule/rule_file.h"

namespace aegis {

// Found by their argument's namespace, so not in the nameless one.
template <typename Codec>
void code(Codec& codec, Provider& provider) {
  codec(provider.id, provider.name, provider.rotate, provider.check_use, provider.except);
}

template <typename Codec>
void code(Codec& codec, Rule& rule) {
  codec(rule.id, rule.provider, rule.what, rule.severity, rule.confidence, rule.kind, rule.match,
        rule.words, rule.near, rule.with, rule.within, rule.entropy, rule.check, rule.documented,
        rule.files, rule.source, rule.now);
}

template <typename Codec>
void code(Codec& codec, FileRule& rule) {
  codec(rule.rule, rule.names, rule.except, rule.content);
}

template <typename Codec>
void code(Codec& codec, Expression& expression) {
  codec(expression.text, expression.caseless);
}

template <typename Codec>
void code(Codec& codec, Keyword& keyword) {
  codec(keyword.text, keyword.caseless, keyword.next);
}

template <typename Codec>
void code(Codec& codec, CharSet& set) {
  auto words = std::bit_cast<std::array<uint64_t, 4>>(set);
  codec(words);
  set = std::bit_cast<CharSet>(words);
}

template <typename Codec>
void code(Codec& codec, Marker& marker) {
  codec(marker.text, marker.at, marker.before, marker.run);
}

template <typename Codec>
void code(Codec& codec, RunVariant& variant) {
  codec(variant.rule, variant.variant, variant.lead, variant.most, variant.alnum);
}

template <typename Codec>
void code(Codec& codec, TokenPrefix& prefix) {
  codec(prefix.text, prefix.least);
}

template <typename Codec>
void code(Codec& codec, Trigger& trigger) {
  codec(trigger.rule, trigger.follow, trigger.variant, trigger.width, trigger.before_min,
        trigger.before_max);
}

template <typename Codec>
void code(Codec& codec, Plan& plan) {
  codec(plan.expressions, plan.triggers, plan.markers, plan.marker_triggers, plan.keywords,
        plan.keyword_triggers, plan.run_driven, plan.prefixes);
}

// All but the database and what makes no work to make again.
template <typename Codec>
void code_all(Codec& codec, RuleSet& set, Plan& plan, KeywordFinder& keywords, NearIndex& near) {
  codec(set.providers, set.rules, set.file_rules, plan, keywords, near);
}

namespace {

// Changes whenever the layout below does.
constexpr std::string_view kMagic = "aegis-rules-4";

NearIndex near_index_of(const RuleSet& set) {
  std::vector<NearTerm> terms;
  for (uint32_t i = 0; i < set.rules.size(); ++i) {
    for (const std::string& word : set.rules[i].near) terms.push_back({folded_word(word), i});
  }
  return NearIndex(std::move(terms));
}

// A literal's expression stands for the same bytes whichever rule asked for it, but rules and
// grammars may share one; the tables below are all that is looked up while scanning.
RuleBook indexed(RuleBook book) {
  const auto count = static_cast<uint32_t>(book.set.rules.size());
  book.markers = MarkerIndex(book.plan.markers);
  book.grammar.assign(count, nullptr);
  for (uint32_t i = 0; i < count; ++i) {
    const Rule& rule = book.set.rules[i];
    if (!rule.files.empty()) book.placed.push_back(i);
    if (rule.kind != MatchKind::kGrammar) continue;
    book.grammar[i] = grammar_function(rule.match);
    if (rule.match == "random-value") book.random_values.push_back(i);
    if (rule.match == "pgpass") book.pgpass.push_back(i);
  }
  book.near_begin.assign(count + 1, 0);
  book.least_lead.fill(std::numeric_limits<uint32_t>::max());
  for (const RunVariant& variant : book.plan.run_driven) {
    const Rule& rule = book.set.rules[variant.rule];
    // A counterpart close by is enough for a rule that has `with`, so it must be tried everywhere.
    const bool always = rule.near.empty() || !rule.with.empty();
    (always ? book.always_driven : book.near_driven).push_back(variant);
    if (always) continue;
    ++book.near_begin[variant.rule + 1];
    const size_t last = book.least_lead.size() - 1;
    for (size_t alnum = std::min<size_t>(variant.alnum, last); alnum <= last; ++alnum) {
      book.least_lead[alnum] = std::min(book.least_lead[alnum], variant.lead);
    }
  }
  std::stable_sort(book.always_driven.begin(), book.always_driven.end(),
                   [](const RunVariant& a, const RunVariant& b) { return a.lead < b.lead; });
  std::partial_sum(book.near_begin.begin(), book.near_begin.end(), book.near_begin.begin());
  return book;
}

}  // namespace

Result<RuleBook> make_rule_book(RuleSet set) {
  Plan plan = make_plan(set);
  auto prefilter = Prefilter::compile(plan.expressions);
  if (!prefilter) return std::move(prefilter).error();
  KeywordFinder keywords(plan.keywords);
  NearIndex near = near_index_of(set);
  return indexed({std::move(set), std::move(plan), *std::move(prefilter), std::move(keywords),
                  std::move(near)});
}

std::string encode_rules(const RuleSet& set) {
  RuleSet copy = set;
  ByteWriter writer;
  writer(copy.providers, copy.rules, copy.file_rules);
  return std::move(writer).bytes();
}

Result<std::string> encode_rule_book(const RuleBook& book) {
  auto database = book.prefilter.serialize();
  if (!database) return std::move(database).error();
  RuleSet set = book.set;
  Plan plan = book.plan;
  KeywordFinder keywords = book.keywords;
  NearIndex near = book.near;
  ByteWriter writer;
  std::string magic(kMagic);
  writer(magic, *database);
  code_all(writer, set, plan, keywords, near);
  return std::move(writer).bytes();
}

Result<RuleBook> decode_rule_book(std::string_view bytes) {
  ByteReaderCodec reader(bytes);
  std::string magic;
  std::string_view database;
  RuleSet set;
  Plan plan;
  KeywordFinder keywords;
  NearIndex near;
  reader(magic);
  reader.view(database);
  code_all(reader, set, plan, keywords, near);
  if (!reader.complete() || magic != kMagic)
    return internal_error("the compiled rules are damaged");
  auto prefilter = Prefilter::load(database);
  // Another version of Hyperscan than the one that the build used: its database does not fit.
  if (!prefilter) prefilter = Prefilter::compile(plan.expressions);
  if (!prefilter) return std::move(prefilter).error();
  return indexed({std::move(set), std::move(plan), *std::move(prefilter), std::move(keywords),
                  std::move(near)});
}

}  // namespace aegis
