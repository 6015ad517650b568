#include "scanner/gitleaks/config.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "scanner/base/ascii.h"
#include "scanner/base/fd.h"
#include "scanner/gitleaks/config_merge.h"

namespace aegis::gitleaks {

namespace {

Result<std::optional<GoRegex>> compiled(const std::string& pattern, const char* what) {
  if (pattern.empty()) return std::optional<GoRegex>();
  auto regex = GoRegex::compile(pattern);
  if (!regex) return std::move(regex).error().in(what);
  return std::optional<GoRegex>(*std::move(regex));
}

Result<std::vector<Allowlist>> compiled(const std::vector<AllowlistText>& texts) {
  std::vector<Allowlist> lists;
  for (const AllowlistText& text : texts) {
    auto list = Allowlist::create(text);
    if (!list) return std::move(list).error();
    lists.push_back(*std::move(list));
  }
  return lists;
}

// Gives each keyword a number, and each rule its keywords' numbers.
class Keywords {
 public:
  std::vector<uint32_t> add(const std::vector<std::string>& keywords) {
    std::vector<uint32_t> numbers;
    for (const std::string& keyword : keywords) {
      if (!is_ascii(keyword)) return {};  // whose case is not known: the rule is always tried
      const auto number = static_cast<uint32_t>(words_.size());
      const auto [at, is_new] = numbers_.emplace(lowered(keyword), number);
      if (is_new) words_.push_back(at->first);
      numbers.push_back(at->second);
    }
    return numbers;
  }
  const std::vector<std::string>& words() const { return words_; }

 private:
  static bool is_ascii(const std::string& text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  }

  std::map<std::string, uint32_t> numbers_;
  std::vector<std::string> words_;
};

Result<Rule> rule_of(const RuleText& text, Keywords& keywords) {
  Rule rule;
  rule.id = text.id;
  rule.description = text.description;
  rule.tags = text.tags;
  auto regex = compiled(text.regex, "regex");
  if (!regex) return std::move(regex).error();
  rule.regex = *std::move(regex);
  auto path = compiled(text.path, "path");
  if (!path) return std::move(path).error();
  rule.path = *std::move(path);
  if (!rule.regex && !rule.path) return usage_error("needs a regex or a path");
  if (rule.regex && (text.secret_group < 0 || text.secret_group > rule.regex->groups())) {
    return usage_error("secretGroup is " + std::to_string(text.secret_group) + "; the regex has " +
                       std::to_string(rule.regex->groups()) + " groups");
  }
  rule.secret_group = static_cast<size_t>(text.secret_group);
  rule.entropy = text.entropy;
  rule.keywords = keywords.add(text.keywords);
  rule.skip_report = text.skip_report;
  rule.required = text.required;
  auto allowlists = compiled(text.allowlists);
  if (!allowlists) return std::move(allowlists).error();
  rule.allowlists = *std::move(allowlists);
  return rule;
}

// Where each rule stands in a list of them.
template <typename Rules>
std::map<std::string, size_t> places_of(const Rules& rules) {
  std::map<std::string, size_t> places;
  for (size_t i = 0; i < rules.size(); ++i) places.emplace(rules[i].id, i);
  return places;
}

// Hands allowlists that are for some rules only to these.
Result<void> hand_out(MergedConfig& merged) {
  const auto places = places_of(merged.rules);
  for (const AllowlistText& list : merged.allowlists) {
    for (const std::string& id : list.target_rules) {
      const auto at = places.find(id);
      if (at == places.end()) return usage_error("targetRules names " + id + ", which is no rule");
      merged.rules[at->second].allowlists.push_back(list);
    }
  }
  std::erase_if(merged.allowlists,
                [](const AllowlistText& list) { return !list.target_rules.empty(); });
  return {};
}

// Rules whose parts an extending file has disabled match nothing, as in gitleaks.
void find_parts(Config& config) {
  const auto places = places_of(config.rules);
  for (Rule& rule : config.rules) {
    rule.parts.clear();
    for (const Required& required : rule.required) {
      const auto at = places.find(required.id);
      rule.parts.push_back(at == places.end() ? config.rules.size() : at->second);
    }
  }
}

Result<Config> made_of(MergedConfig merged) {
  Config config;
  if (merged.extends_default) {
    auto own = OwnRules::take_from(merged);
    if (!own) return std::move(own).error();
    config.own = *std::move(own);
  }
  config.notes = std::move(merged.notes);
  if (auto ok = hand_out(merged); !ok) return std::move(ok).error();
  Keywords keywords;
  for (const RuleText& text : merged.rules) {
    auto rule = rule_of(text, keywords);
    if (!rule) return std::move(rule).error().in("rule " + text.id);
    config.rules.push_back(*std::move(rule));
  }
  find_parts(config);
  auto allowlists = compiled(merged.allowlists);
  if (!allowlists) return std::move(allowlists).error();
  config.allowlists = *std::move(allowlists);
  auto finder = WordFinder::create(keywords.words());
  if (!finder) return std::move(finder).error();
  config.keywords = *std::move(finder);
  config.keyword_count = keywords.words().size();
  return config;
}

Result<Config> config_in(const std::string& text, const std::string& name,
                         const std::string& folder) {
  auto merged = merge_config(text, name, folder);
  if (!merged) return std::move(merged).error();
  auto config = made_of(*std::move(merged));
  if (!config) return std::move(config).error().in(name);
  return config;
}

}  // namespace

Result<Config> load_config(const std::string& path) {
  auto text = read_file(path, kMostConfigBytes);
  if (!text) return usage_error(path + ": " + text.error().message());
  const size_t slash = path.rfind('/');
  return config_in(*text, path, slash == std::string::npos ? "." : path.substr(0, slash));
}

Result<Config> config_of(const std::string& text, const std::string& name) {
  return config_in(text, name, ".");
}

Config default_config() {
  Config config;
  config.own.emplace();
  return config;
}

Result<void> keep_rules(Config& config, const std::vector<std::string>& ids) {
  const auto places = places_of(config.rules);
  const std::set<std::string> wanted(ids.begin(), ids.end());
  for (const std::string& id : wanted) {
    // This program's own rules are known by more names than these.
    if (!config.own && places.count(id) == 0) {
      return usage_error("--enable-rule: there is no rule " + id);
    }
  }
  if (config.own) config.own->keep(wanted);
  std::erase_if(config.rules, [&](const Rule& rule) { return wanted.count(rule.id) == 0; });
  find_parts(config);
  return {};
}

}  // namespace aegis::gitleaks
