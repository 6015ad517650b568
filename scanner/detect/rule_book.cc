#include "scanner/detect/rule_book.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "scanner/base/byte_codec.h"

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
void code(Codec& codec, KeywordFinder::Spot& spot) {
  codec(spot.offset, spot.bucket);
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
void code_all(Codec& codec, RuleSet& set, Plan& plan) {
  codec(set.providers, set.rules, set.file_rules, plan.expressions, plan.triggers, plan.markers,
        plan.marker_triggers, plan.keywords, plan.keyword_spots, plan.keyword_triggers,
        plan.run_driven, plan.prefixes);
}

namespace {

// Changes whenever the layout below does.
constexpr std::string_view kMagic = "aegis-rules-3";

// A literal's expression stands for the same bytes whichever rule asked for it, but rules and
// grammars may share one; the tables below are all that is looked up while scanning.
void index_rules(RuleBook& book) {
  const auto count = static_cast<uint32_t>(book.set.rules.size());
  book.keywords = KeywordFinder(book.plan.keywords, book.plan.keyword_spots);
  book.markers = MarkerIndex(book.plan.markers);
  book.grammar.assign(count, nullptr);
  std::vector<NearTerm> terms;
  for (uint32_t i = 0; i < count; ++i) {
    const Rule& rule = book.set.rules[i];
    for (const std::string& word : rule.near) terms.push_back({word, i});
    if (rule.kind != MatchKind::kGrammar) continue;
    book.grammar[i] = grammar_function(rule.match);
    if (rule.match == "random-value") book.random_values.push_back(i);
    if (rule.match == "pgpass") book.pgpass.push_back(i);
  }
  book.near = NearIndex(std::move(terms));
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
}

}  // namespace

Result<RuleBook> make_rule_book(RuleSet set) {
  Plan plan = make_plan(set);
  auto prefilter = Prefilter::compile(plan.expressions);
  if (!prefilter) return std::move(prefilter).error();
  RuleBook book{std::move(set),
                std::move(plan),
                *std::move(prefilter),
                {},
                {},
                {},
                {},
                {},
                {},
                {},
                {},
                {},
                {}};
  index_rules(book);
  return book;
}

std::string encode_rules(const RuleSet& set) {
  RuleSet copy = set;
  ByteWriter writer;
  writer(copy.providers, copy.rules);
  return std::move(writer).bytes();
}

Result<std::string> encode_rule_book(const RuleBook& book) {
  auto database = book.prefilter.serialize();
  if (!database) return std::move(database).error();
  RuleSet set = book.set;
  Plan plan = book.plan;
  ByteWriter writer;
  std::string magic(kMagic);
  writer(magic, *database);
  code_all(writer, set, plan);
  return std::move(writer).bytes();
}

Result<RuleBook> decode_rule_book(std::string_view bytes) {
  ByteReaderCodec reader(bytes);
  std::string magic;
  std::string_view database;
  RuleSet set;
  Plan plan;
  reader(magic);
  reader.view(database);
  code_all(reader, set, plan);
  if (!reader.complete() || magic != kMagic)
    return internal_error("the compiled rules are damaged");
  auto prefilter = Prefilter::load(database);
  // Another version of Hyperscan than the one that the build used: its database does not fit.
  if (!prefilter) prefilter = Prefilter::compile(plan.expressions);
  if (!prefilter) return std::move(prefilter).error();
  RuleBook book{std::move(set),
                std::move(plan),
                *std::move(prefilter),
                {},
                {},
                {},
                {},
                {},
                {},
                {},
                {},
                {},
                {}};
  index_rules(book);
  return book;
}

}  // namespace aegis
