#include "scanner/detect/plan.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/base/ascii.h"
#include "scanner/detect/keyword_finder.h"
#include "scanner/rule/anchor.h"
#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

struct Triggers {
  std::map<Expression, std::vector<Trigger>> by_expression;
  std::map<Marker, std::vector<Trigger>> by_marker;
  std::map<Keyword, std::vector<Trigger>> by_keyword;
};

std::string literal(std::string_view text) {
  std::string expression;
  for (const char c : text) expression += expression_of(CharSet(std::string_view(&c, 1)));
  return expression;
}

// What must stand in the text, in any case, where a grammar's construct stands.
std::vector<std::string> keywords_of(const Rule& rule) {
  if (rule.match == "assignment" || rule.match == "command-password") return rule.words;
  if (rule.match == "url-password") return {"://"};
  if (rule.match == "basic-auth") return {"basic"};
  if (rule.match == "bearer-auth") return {"bearer"};
  if (rule.match == "docker-auth") return {"\"auth\""};
  if (rule.match == "netrc") return {"machine"};
  if (rule.match == "private-key") return {"-----begin ", "putty-user-key-file-"};
  return {};
}

// What must follow such a keyword, if that is known.
std::string next_of(const Rule& rule) {
  return rule.match == "basic-auth" || rule.match == "bearer-auth" ? " :+%\t" : "";
}

void add_grammar(const Rule& rule, uint32_t index, Triggers& all) {
  Trigger trigger;
  trigger.rule = index;
  trigger.follow = Follow::kGrammar;
  for (const std::string& keyword : keywords_of(rule)) {
    trigger.width = static_cast<uint32_t>(keyword.size());
    all.by_keyword[{lowered(keyword), true, next_of(rule)}].push_back(trigger);
  }
}

// Where the literal prefix's last character stands that no run can hold, plus one; or 0.
size_t outside_run(std::string_view prefix) {
  size_t end = prefix.size();
  while (end > 0 && kRunSet.contains(prefix[end - 1])) --end;
  return end;
}

// The variant without its first `count` characters, all of them of its literal prefix.
Variant without_first(Variant variant, size_t count) {
  Element& first = variant.elements.front();
  first.text.erase(0, count);
  first.min = first.max = first.text.size();
  if (first.text.empty()) variant.elements.erase(variant.elements.begin());
  return variant;
}

// The marker by which the variant can be found in a run, if it has one.
std::optional<Marker> marker_of(const Variant& variant, const std::optional<Anchor>& anchor) {
  Marker marker{std::string(variant.prefix()), 0, 0, 0};
  const bool has_prefix = marker.text.size() >= MarkerIndex::kShortest;
  if (has_prefix) marker.before = static_cast<uint32_t>(outside_run(marker.text));
  const Variant rest = has_prefix ? without_first(variant, marker.before) : variant;
  marker.run = static_cast<uint32_t>(leading_run(rest, kRunSet).least);
  if (marker.run < kMinRun) return std::nullopt;
  if (has_prefix) return marker;
  if (!anchor || anchor->before_min != anchor->before_max) return std::nullopt;
  if (anchor->literal.size() < MarkerIndex::kShortest) return std::nullopt;
  marker.text = anchor->literal;
  marker.at = static_cast<uint32_t>(anchor->before_min + anchor->literal_at);
  if (marker.at + marker.text.size() > marker.run) return std::nullopt;
  return marker;
}

void add_named(const Rule& rule, Trigger trigger, Triggers& all) {
  trigger.follow = Follow::kNamed;
  std::set<std::string> words;  // "linked_in", "linkedin"
  for (const std::string& word : rule.near) words.insert({word, folded_word(word)});
  for (const std::string& word : words) {
    trigger.width = static_cast<uint32_t>(word.size());
    all.by_keyword[{word, true, ""}].push_back(trigger);
  }
}

void add_shape(const Rule& rule, uint32_t index, Triggers& all, Plan& plan) {
  const auto shape = shape_of(rule);
  if (!shape) return;  // load_rules has seen it parse
  for (uint32_t v = 0; v < shape->variants.size(); ++v) {
    const Variant& variant = shape->variants[v];
    Trigger trigger{index, Follow::kVariant, v, 0, 0, 0};
    const Lead lead = leading_run(variant, kRunSet);
    const auto anchor = choose_anchor(variant);
    if (const auto marker = marker_of(variant, anchor)) {
      trigger.width = static_cast<uint32_t>(marker->text.size());
      trigger.before_min = trigger.before_max = marker->at;
      all.by_marker[*marker].push_back(trigger);
    } else if (anchor && anchor->literal.size() >= KeywordFinder::kShortest) {
      trigger.width = static_cast<uint32_t>(anchor->literal.size());
      trigger.before_min = static_cast<uint32_t>(anchor->before_min + anchor->literal_at);
      trigger.before_max = static_cast<uint32_t>(anchor->before_max + anchor->literal_at);
      all.by_keyword[{anchor->literal, false, members_of(anchor->literal_next)}].push_back(trigger);
    } else if (anchor) {
      trigger.width = static_cast<uint32_t>(anchor->width);
      trigger.before_min = static_cast<uint32_t>(anchor->before_min);
      trigger.before_max = static_cast<uint32_t>(anchor->before_max);
      all.by_expression[{anchor->expression, false}].push_back(trigger);
    } else if (is_named_value(variant)) {
      add_named(rule, trigger, all);
    } else {
      plan.run_driven.push_back({index, v, static_cast<uint32_t>(lead.least),
                                 static_cast<uint32_t>(lead.most),
                                 static_cast<uint32_t>(leading_run(variant, kAlnum).least)});
    }
  }
}

using Keywords = std::map<Keyword, std::vector<Trigger>>;

Keywords::iterator give_away(Triggers& all, Keywords::iterator row) {
  const Keyword& keyword = row->first;
  auto& triggers = all.by_expression[{literal(keyword.text), keyword.caseless}];
  triggers.insert(triggers.end(), row->second.begin(), row->second.end());
  return all.by_keyword.erase(row);
}

// Gives to Hyperscan the keywords that are too short for the keyword finder.
void give_short(Triggers& all) {
  for (auto row = all.by_keyword.begin(); row != all.by_keyword.end();) {
    const bool is_short = row->first.text.size() < KeywordFinder::kShortest;
    row = is_short ? give_away(all, row) : std::next(row);
  }
}

// Gives away keywords of `longest` bytes or more while there are more than the finder can take.
// Returns how many.
size_t give_long(Triggers& all, size_t longest) {
  const size_t before = all.by_keyword.size();
  for (auto row = all.by_keyword.begin();
       row != all.by_keyword.end() && all.by_keyword.size() > kMostKeywords;) {
    row = row->first.text.size() >= longest ? give_away(all, row) : std::next(row);
  }
  return before - all.by_keyword.size();
}

// First long literals, which Hyperscan finds quickly, then any.
size_t relieve_finder(Triggers& all) {
  constexpr size_t kLongLiteral = 8;
  give_short(all);
  const size_t displaced = give_long(all, kLongLiteral);
  return displaced + give_long(all, 0);
}

}  // namespace

Plan make_plan(const RuleSet& rules) {
  Plan plan;
  Triggers all;
  for (uint32_t i = 0; i < rules.rules.size(); ++i) {
    if (rules.rules[i].kind == MatchKind::kGrammar) add_grammar(rules.rules[i], i, all);
  }
  for (uint32_t i = 0; i < rules.rules.size(); ++i) {
    if (rules.rules[i].kind != MatchKind::kGrammar) add_shape(rules.rules[i], i, all, plan);
  }
  plan.displaced = relieve_finder(all);
  for (auto& [expression, triggers] : all.by_expression) {
    plan.expressions.push_back(expression);
    plan.triggers.push_back(std::move(triggers));
  }
  for (auto& [marker, triggers] : all.by_marker) {
    plan.markers.push_back(marker);
    plan.marker_triggers.push_back(std::move(triggers));
  }
  for (auto& [keyword, triggers] : all.by_keyword) {
    plan.keywords.push_back(keyword);
    plan.keyword_triggers.push_back(std::move(triggers));
  }
  plan.prefixes = token_prefixes(rules);
  return plan;
}

}  // namespace aegis
