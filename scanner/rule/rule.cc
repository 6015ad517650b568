#include "scanner/rule/rule.h"

#include <algorithm>

namespace aegis {

const char* name_of(Severity severity) {
  constexpr const char* kNames[] = {"low", "medium", "high", "critical"};
  return kNames[static_cast<size_t>(severity)];
}

const char* name_of(Confidence confidence) {
  constexpr const char* kNames[] = {"low", "medium", "high"};
  return kNames[static_cast<size_t>(confidence)];
}

const Rule* RuleSet::find(const std::string& id) const {
  const auto at =
      std::lower_bound(rules.begin(), rules.end(), id,
                       [](const Rule& rule, const std::string& key) { return rule.id < key; });
  return at != rules.end() && at->id == id ? &*at : nullptr;
}

std::vector<std::string> RuleSet::ids() const {
  std::vector<std::string> all;
  for (const Rule& rule : rules) all.push_back(rule.id);
  for (const FileRule& rule : file_rules) all.push_back(rule.rule.id);
  return all;
}

const FileRule* RuleSet::find_file_rule(const std::string& id) const {
  const auto at = std::lower_bound(
      file_rules.begin(), file_rules.end(), id,
      [](const FileRule& rule, const std::string& key) { return rule.rule.id < key; });
  return at != file_rules.end() && at->rule.id == id ? &*at : nullptr;
}

}  // namespace aegis
