#include "scanner/rule/file_rule.h"

#include <map>
#include <string>
#include <string_view>

#include "scanner/base/ascii.h"
#include "scanner/rule/rule_names.h"

namespace aegis {

namespace {

// Every path of a repository is held against every name, so a name must begin or end with something
// that few paths have.
bool is_distinct(std::string_view glob) {
  constexpr std::string_view kSpecial = "*?[]\\";
  const std::string_view name = glob.substr(glob.rfind('/') + 1);
  const auto is_plain = [&](std::string_view text) {
    return text.find_first_of(kSpecial) == std::string_view::npos;
  };
  return name.size() >= 2 &&
         (is_plain(name.substr(0, 2)) || is_plain(name.substr(name.size() - 2)));
}

}  // namespace

void read_file_rule(Fields& fields, FileRule& rule) {
  rule.rule.kind = MatchKind::kFile;
  fields.list("file", rule.names);
  fields.list("except", rule.except);
  fields.name("content", file_content_from, rule.content);
  for (std::string& name : rule.names) {
    name = lowered(name);
    if (!is_distinct(name)) {
      fields.complain("file", "the last part of \"" + name +
                                  "\" neither begins nor ends with two plain characters");
    }
  }
  for (std::string& name : rule.except) name = lowered(name);
}

Result<void> check_file_rules(const RuleSet& set) {
  std::map<std::string_view, std::string_view> rule_of;
  for (const FileRule& rule : set.file_rules) {
    for (const std::string& name : rule.names) {
      const auto [at, fresh] = rule_of.emplace(name, rule.rule.id);
      if (fresh) continue;
      return usage_error("rules " + std::string(at->second) + " and " + rule.rule.id +
                         " both go by the name \"" + name + '"');
    }
  }
  return {};
}

}  // namespace aegis
