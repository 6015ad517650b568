#include "scanner/detect/plan.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/detect/keyword_finder.h"
#include "scanner/rule/anchor.h"
#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

struct Triggers {
  std::map<Expression, std::vector<Trigger>> by_expression;
  std::map<std::string, std::vector<Trigger>> by_keyword;
};

std::string literal(std::string_view text) {
  std::string expression;
  for (const char c : text) expression += expression_of(CharSet(std::string_view(&c, 1)));
  return expression;
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), to_lower);
  return lower;
}

// Words that stand so densely in some texts that each match must cost next to nothing. What begins
// with one goes to the keyword finder; it is fast because it looks for so few.
bool is_dense(std::string_view text) {
  constexpr std::string_view kDense[] = {"passw", "secret", "token"};
  const std::string lower = lowered(text);
  return std::any_of(std::begin(kDense), std::end(kDense),
                     [&](std::string_view word) { return lower.starts_with(word); });
}

// What must stand in the text, in any case, where a grammar's construct stands.
std::vector<std::string> keywords_of(const Rule& rule) {
  if (rule.match == "assignment" || rule.match == "command-password") return rule.words;
  if (rule.match == "url-password") return {"://"};
  if (rule.match == "docker-auth") return {"\"auth\""};
  if (rule.match == "netrc") return {"machine"};
  if (rule.match == "private-key") return {"-----begin ", "putty-user-key-file-"};
  return {};
}

// The same for grammars whose keyword stands before something of a known form; of fixed width.
std::optional<std::pair<Expression, uint32_t>> expression_for(const Rule& rule) {
  if (rule.match == "basic-auth") {
    return std::pair{Expression{literal("basic") + "[ :+%\\t][0-9A-Za-z+/=%]{6}", true}, 12u};
  }
  if (rule.match == "bearer-auth") {
    return std::pair{Expression{literal("bearer") + "[ :+%\\t][0-9A-Za-z+/=%._~-]{8}", true}, 15u};
  }
  return std::nullopt;
}

void add_grammar(const Rule& rule, uint32_t index, Triggers& all) {
  Trigger trigger;
  trigger.rule = index;
  trigger.follow = Follow::kGrammar;
  for (const std::string& keyword : keywords_of(rule)) {
    trigger.width = static_cast<uint32_t>(keyword.size());
    if (is_dense(keyword)) {
      all.by_keyword[lowered(keyword)].push_back(trigger);
    } else {
      all.by_expression[{literal(keyword), true}].push_back(trigger);
    }
  }
  if (const auto expression = expression_for(rule)) {
    trigger.width = expression->second;
    all.by_expression[expression->first].push_back(trigger);
  }
}

void add_shape(const Rule& rule, uint32_t index, Triggers& all, Plan& plan) {
  const auto shape = shape_of(rule);
  if (!shape) return;  // load_rules has seen it parse
  for (uint32_t v = 0; v < shape->variants.size(); ++v) {
    const Variant& variant = shape->variants[v];
    const std::string_view prefix = variant.prefix();
    if (is_dense(prefix)) {
      const auto width = static_cast<uint32_t>(prefix.size());
      all.by_keyword[lowered(prefix)].push_back({index, Follow::kVariant, v, width, 0, 0});
    } else if (const auto anchor = choose_anchor(variant)) {
      all.by_expression[{anchor->expression, false}].push_back(
          {index, Follow::kVariant, v, static_cast<uint32_t>(anchor->width),
           static_cast<uint32_t>(anchor->before_min), static_cast<uint32_t>(anchor->before_max)});
    } else {
      const Lead lead = leading_run(variant, kRunSet);
      plan.run_driven.push_back({index, v, static_cast<uint32_t>(lead.least),
                                 static_cast<uint32_t>(lead.most),
                                 static_cast<uint32_t>(leading_run(variant, kAlnum).least)});
    }
  }
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
  for (auto& [expression, triggers] : all.by_expression) {
    plan.expressions.push_back(expression);
    plan.triggers.push_back(std::move(triggers));
  }
  for (auto& [keyword, triggers] : all.by_keyword) {
    plan.keywords.push_back(keyword);
    plan.keyword_triggers.push_back(std::move(triggers));
  }
  plan.keyword_buckets = KeywordFinder::choose_buckets(plan.keywords);
  return plan;
}

}  // namespace aegis
