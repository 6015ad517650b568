#include "scanner/gitleaks/own_rules.h"

#include <algorithm>
#include <utility>

#include "scanner/gitleaks/entropy.h"
#include "scanner/gitleaks/rule_names.h"
#include "scanner/gitleaks/utf8_text.h"

namespace aegis::gitleaks {

namespace {

bool says_nothing_to_match(const RuleText& rule) {
  return rule.regex.empty() && rule.path.empty();
}

// The rules that the configuration itself says how to find.
std::set<std::string> defined_rules(const MergedConfig& merged) {
  std::set<std::string> ids;
  for (const RuleText& rule : merged.rules) {
    if (!says_nothing_to_match(rule)) ids.insert(rule.id);
  }
  return ids;
}

}  // namespace

Result<void> OwnRules::add(const std::string& name, const std::vector<AllowlistText>& lists) {
  for (const AllowlistText& text : lists) {
    auto list = Allowlist::create(text);
    if (!list) return std::move(list).error().in("rule " + name);
    allowlists_[name].push_back(*std::move(list));
  }
  return {};
}

Result<OwnRules> OwnRules::take_from(MergedConfig& merged) {
  OwnRules own;
  own.disabled_.insert(merged.disabled_rules.begin(), merged.disabled_rules.end());
  for (const RuleText& rule : merged.rules) {
    if (!says_nothing_to_match(rule)) continue;
    if (auto ok = own.add(rule.id, rule.allowlists); !ok) return std::move(ok).error();
    if (rule.entropy != 0 || !rule.keywords.empty() || !rule.required.empty()) {
      merged.notes.push_back("rule " + rule.id +
                             ": only its allowlists count: the built-in rules of"
                             " that name have no regex that could be adjusted");
    }
  }
  const std::set<std::string> defined = defined_rules(merged);
  std::vector<AllowlistText> kept;
  for (AllowlistText& list : merged.allowlists) {
    const bool was_targeted = !list.target_rules.empty();
    std::vector<std::string> targets;
    for (const std::string& id : list.target_rules) {
      if (defined.count(id) != 0) {
        targets.push_back(id);
      } else if (auto ok = own.add(id, {list}); !ok) {
        return std::move(ok).error();
      }
    }
    list.target_rules = std::move(targets);
    if (!was_targeted || !list.target_rules.empty()) kept.push_back(std::move(list));
  }
  merged.allowlists = std::move(kept);
  std::erase_if(merged.rules, says_nothing_to_match);
  return own;
}

bool OwnRules::runs(std::string_view rule) const {
  const auto names = gitleaks_names_of(rule);
  if (kept_ && kept_->count(std::string(rule)) == 0 &&
      std::none_of(names.begin(), names.end(),
                   [&](std::string_view name) { return kept_->count(std::string(name)) != 0; })) {
    return false;
  }
  if (disabled_.find(rule) != disabled_.end()) return false;
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return disabled_.find(name) == disabled_.end();
  });
}

bool OwnRules::allows(std::string_view rule, const Site& site, const Passage& passage) const {
  auto names = gitleaks_names_of(rule);
  names.push_back(rule);
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    const auto lists = allowlists_.find(name);
    return lists != allowlists_.end() &&
           std::any_of(lists->second.begin(), lists->second.end(), [&](const Allowlist& list) {
             return list.allows(site) || list.allows(site, passage);
           });
  });
}

Leak leak_of(const Finding& finding) {
  Leak leak;
  leak.rule = finding.rule->id;
  for (const std::string_view name : gitleaks_names_of(leak.rule)) {
    if (name != leak.rule) leak.other_names.emplace_back(name);
  }
  leak.description = finding.provider->name + " " + finding.rule->what;
  leak.start_line = finding.place.line;
  leak.end_line = finding.place.end_line;
  leak.start_column = finding.place.column;
  leak.end_column = finding.place.end_column;
  leak.secret = finding.secret;
  leak.match = kRedacted;
  const Utf8Text readable(finding.secret.reveal());
  leak.entropy = static_cast<float>(entropy_of(readable.text()));
  return leak;
}

}  // namespace aegis::gitleaks
