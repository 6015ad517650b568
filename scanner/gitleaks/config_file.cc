#include "scanner/gitleaks/config_file.h"

#include <utility>

#include "scanner/base/ascii.h"
#include "scanner/gitleaks/toml_reader.h"

namespace aegis::gitleaks {

namespace {

std::string at_line_of(const TomlTable& table) {
  return "line " + std::to_string(table.line());
}

Result<Condition> condition_of(const TomlTable& table) {
  const std::string word = lowered(table.text("condition"));
  if (word.empty() || word == "or" || word == "||") return Condition::kOr;
  if (word == "and" || word == "&&") return Condition::kAnd;
  return usage_error("condition is '" + word + "'; it may be AND or OR");
}

Result<RegexTarget> target_of(const TomlTable& table) {
  const std::string word = table.text("regexTarget");
  if (word.empty() || word == "secret") return RegexTarget::kSecret;
  if (word == "match") return RegexTarget::kMatch;
  if (word == "line") return RegexTarget::kLine;
  return usage_error("regexTarget is '" + word + "'; it may be secret, match or line");
}

Result<AllowlistText> allowlist_of(const TomlTable& table) {
  AllowlistText list;
  (void)table.text("description");
  list.target_rules = table.texts("targetRules");
  auto condition = condition_of(table);
  if (!condition) return std::move(condition).error().in(at_line_of(table));
  list.condition = *condition;
  list.commits = table.texts("commits");
  list.paths = table.texts("paths");
  auto target = target_of(table);
  if (!target) return std::move(target).error().in(at_line_of(table));
  list.target = *target;
  list.regexes = table.texts("regexes");
  list.stopwords = table.texts("stopwords");
  if (list.commits.empty() && list.paths.empty() && list.regexes.empty() &&
      list.stopwords.empty()) {
    return usage_error(at_line_of(table) +
                       ": an allowlist needs commits, paths, regexes or stopwords");
  }
  return list;
}

// `allowlists`, or the older single `allowlist`.
Result<std::vector<AllowlistText>> allowlists_of(const TomlTable& table) {
  std::vector<TomlTable> tables = table.tables("allowlists");
  if (const auto old = table.table("allowlist")) {
    if (!tables.empty()) {
      return usage_error(at_line_of(*old) +
                         ": allowlist is the old spelling of allowlists; keep one of the two");
    }
    tables.push_back(*old);
  }
  std::vector<AllowlistText> all;
  for (const TomlTable& one : tables) {
    auto list = allowlist_of(one);
    if (!list) return std::move(list).error();
    all.push_back(*std::move(list));
  }
  return all;
}

Result<RuleText> rule_of(const TomlTable& table) {
  RuleText rule;
  rule.id = table.text("id");
  rule.description = table.text("description");
  rule.regex = table.text("regex");
  rule.path = table.text("path");
  rule.secret_group = table.integer("secretGroup").value_or(0);
  rule.entropy = table.number("entropy");
  rule.keywords = table.texts("keywords");
  rule.tags = table.texts("tags");
  rule.skip_report = table.truth("skipReport");
  for (const TomlTable& one : table.tables("required")) {
    Required required{one.text("id"), one.integer("withinLines"), one.integer("withinColumns")};
    if (required.id.empty()) return usage_error(at_line_of(one) + ": required without an id");
    rule.required.push_back(std::move(required));
  }
  auto allowlists = allowlists_of(table);
  if (!allowlists) return std::move(allowlists).error();
  rule.allowlists = *std::move(allowlists);
  if (rule.id.find_first_not_of(" \t\r\n") == std::string::npos) {
    return usage_error(at_line_of(table) + ": a rule without an id");
  }
  return rule;
}

void read_extend(const TomlTable& root, ConfigFile& file) {
  const auto extend = root.table("extend");
  if (!extend) return;
  file.extend_path = extend->text("path");
  file.extend_url = extend->text("url");
  file.extend_default = extend->truth("useDefault");
  file.disabled_rules = extend->texts("disabledRules");
}

}  // namespace

Result<ConfigFile> parse_config_file(std::string_view text) {
  auto toml = TomlFile::parse(text);
  if (!toml) return std::move(toml).error();
  const TomlTable root = toml->root();
  ConfigFile file;
  (void)root.text("title");
  (void)root.text("description");
  file.min_version = root.text("minVersion");
  read_extend(root, file);
  for (const TomlTable& table : root.tables("rules")) {
    auto rule = rule_of(table);
    if (!rule) return std::move(rule).error();
    file.rules.push_back(*std::move(rule));
  }
  auto allowlists = allowlists_of(root);
  if (!allowlists) return std::move(allowlists).error();
  file.allowlists = *std::move(allowlists);
  if (auto error = toml->error()) return *std::move(error);
  file.unknown_keys = toml->unknown_keys();
  return file;
}

}  // namespace aegis::gitleaks
