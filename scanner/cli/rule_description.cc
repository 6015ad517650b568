#include "scanner/cli/rule_description.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/json.h"
#include "scanner/detect/rule_proof.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/rule_names.h"
#include "scanner/rule/sample.h"

namespace aegis {

namespace {

constexpr size_t kMostExamples = 8;

// A name, and what is said: one text, or several.
struct Field {
  std::string name;
  std::vector<std::string> values;
  bool is_list = false;
};

class Description {
 public:
  void add(const char* name, std::string value) {
    if (!value.empty()) fields_.push_back({name, {std::move(value)}});
  }
  void add_list(const char* name, std::vector<std::string> values) {
    if (!values.empty()) fields_.push_back({name, std::move(values), true});
  }

  // The first field is the heading.
  std::string as_text() const {
    constexpr size_t kWidth = 12;
    std::string text = fields_.front().values.front() + "\n";
    for (size_t i = 1; i < fields_.size(); ++i) {
      std::string name = fields_[i].name;
      name.resize(std::max(kWidth, name.size() + 1), ' ');
      text += name;
      const char* separator = "";
      for (const std::string& value : fields_[i].values) {
        text += separator + value;
        separator = ", ";
      }
      text += "\n";
    }
    return text;
  }

  std::string as_json() const {
    Json object = Json::object();
    for (const Field& field : fields_) {
      std::string key = field.name;
      std::replace(key.begin(), key.end(), ' ', '_');
      if (field.is_list) {
        object[key] = field.values;
      } else {
        object[key] = field.values.front();
      }
    }
    return to_json_pretty(object) + "\n";
  }

 private:
  std::vector<Field> fields_;
};

// One of each variant, its public part in clear.
std::vector<std::string> examples_of(const Rule& rule) {
  std::vector<std::string> examples;
  if (rule.kind == MatchKind::kGrammar || rule.kind == MatchKind::kFile) return examples;
  const auto shape = shape_of(rule);
  if (!shape) return examples;
  SampleRandom random(seed_of(rule));
  for (size_t i = 0; i < std::min(shape->variants.size(), kMostExamples); ++i) {
    const auto example = make_example(rule, shape->variants[i], random);
    if (!example) continue;
    const std::string prefix(shape->variants[i].prefix());
    examples.push_back(prefix + std::string(example->size() - prefix.size(), '*'));
  }
  return examples;
}

Description description(const RuleSet& set, const Rule& rule) {
  const Provider& provider = set.provider_of(rule);
  Description all;
  all.add("id", rule.id);
  all.add("provider", provider.name);
  all.add("what", rule.what);
  all.add("severity", name_of(rule.severity));
  all.add("confidence", name_of(rule.confidence));
  all.add("proven by", name_of(best_proof(rule)));
  const char* kinds[] = {"shape", "pattern", "grammar", "file"};
  all.add(kinds[static_cast<size_t>(rule.kind)], rule.match);
  all.add_list("words", rule.words);
  all.add_list("near", rule.near);
  if (!rule.with.empty()) {
    all.add("with", rule.with + " within " + std::to_string(rule.within) + " lines");
  }
  if (rule.entropy > 0) all.add("entropy", std::to_string(rule.entropy).substr(0, 4));
  if (rule.check != Check::kNone) all.add("check", name_of(rule.check));
  if (!rule.documented.empty()) {
    all.add("documented", std::to_string(rule.documented.size()) + " public examples are known");
  }
  all.add_list("files", rule.files);
  all.add("rotate", provider.rotate);
  all.add("check use", provider.check_use);
  all.add("now", rule.now);
  all.add("source", rule.source);
  all.add_list("examples", examples_of(rule));
  return all;
}

Description description(const RuleSet& set, const FileRule& rule) {
  Description all = description(set, rule.rule);
  all.add_list("names", rule.names);
  std::vector<std::string> except = rule.except;
  const std::vector<std::string>& of_all = set.provider_of(rule.rule).except;
  except.insert(except.end(), of_all.begin(), of_all.end());
  all.add_list("except", except);
  all.add("content", name_of(rule.content));
  return all;
}

Result<Description> find(const Engine& engine, const std::string& id) {
  for (const RuleBook& book : engine.books()) {
    if (const Rule* rule = book.set.find(id)) return description(book.set, *rule);
    if (const FileRule* rule = book.set.find_file_rule(id)) return description(book.set, *rule);
  }
  return usage_error("no rule " + id + "; `aegis rules list` names them all");
}

}  // namespace

Result<std::string> describe_rule(const Engine& engine, const std::string& id) {
  const auto found = find(engine, id);
  if (!found) return found.error();
  return found->as_text();
}

Result<std::string> describe_rule_as_json(const Engine& engine, const std::string& id) {
  const auto found = find(engine, id);
  if (!found) return found.error();
  return found->as_json();
}

}  // namespace aegis
