// Reads rule files, strictly.
//
// Unknown keys, wrong types, ids that stand twice, shapes that are unbounded or may be empty,
// rules that would be slow to compile and rules that nothing could find are errors that name the
// file, the line and the rule.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rule/rule.h"
#include "scanner/rule/shape.h"

namespace aegis {

struct RuleText {
  std::string name;  // for messages
  std::string json;
};

// The rules of all files, sorted by id. `with` may name a rule of any of the files.
Result<RuleSet> load_rules(const std::vector<RuleText>& files);

// The texts of one file, or of every *.json of a folder, schema.json apart, in the order of their
// names.
Result<std::vector<RuleText>> read_rule_texts(const std::string& path);

// load_rules on read_rule_texts.
Result<RuleSet> load_rules_from(const std::string& path);

// `rule`'s shape or pattern, parsed. REQUIRES: the rule is not a grammar.
Result<Shape> shape_of(const Rule& rule);

// Characters of a value run, and the shortest run that can drive a rule (rules/README.md).
inline constexpr CharSet kRunSet = make_range_set("azAZ09__++--//");
inline constexpr size_t kMinRun = 16;

// Whether nothing of the variant stands out in a text, neither a distinct part nor a long run: its
// matches are looked for where a name that holds one of the rule's near words is given a value.
bool is_named_value(const Variant& variant);

// Lower case, without `_ - .` and spaces: the form in which `near` words are compared.
std::string folded_word(std::string_view word);

}  // namespace aegis
