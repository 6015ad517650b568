#include "scanner/rule/rule_file.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "scanner/base/fd.h"
#include "scanner/base/json.h"
#include "scanner/rule/anchor.h"
#include "scanner/rule/pattern.h"
#include "scanner/rule/rule_names.h"

namespace aegis {

namespace {

constexpr uint64_t kMaxRuleFile = 16 << 20;

bool is_id(std::string_view text) {
  constexpr CharSet kIdSet = make_range_set("az09--");
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [&](char c) { return kIdSet.contains(c); });
}

// Reads the fields of one JSON object, remembers the first complaint and, at the end, which keys
// nobody asked for.
class Fields {
 public:
  explicit Fields(const Json& object) : object_(object) {}

  void text(const char* key, std::string& out) {
    read(
        key, "a string", [](const Json& v) { return v.is_string(); },
        [&](const Json& v) { out = v.get<std::string>(); });
  }
  void number(const char* key, double low, double high, double& out) {
    read(
        key, "a number in range",
        [&](const Json& v) {
          return v.is_number() && v.get<double>() >= low && v.get<double>() <= high;
        },
        [&](const Json& v) { out = v.get<double>(); });
  }
  void list(const char* key, std::vector<std::string>& out) {
    read(
        key, "a list of strings, none empty",
        [](const Json& v) {
          return v.is_array() && !v.empty() &&
                 std::all_of(v.begin(), v.end(), [](const Json& item) {
                   return item.is_string() && !item.get_ref<const std::string&>().empty();
                 });
        },
        [&](const Json& v) { out = v.get<std::vector<std::string>>(); });
  }
  template <typename T>
  void name(const char* key, std::optional<T> (*from_name)(std::string_view), T& out) {
    std::string name;
    text(key, name);
    if (!object_.contains(key)) return;
    const auto value = from_name(name);
    if (value) {
      out = *value;
    } else {
      complain(key, "unknown " + std::string(key) + " \"" + name + '"');
    }
  }
  const Json* object(const char* key) {
    const Json* found = nullptr;
    read(
        key, "an object", [](const Json& v) { return v.is_object(); },
        [&](const Json& v) { found = &v; });
    return found;
  }
  const Json* array(const char* key) {
    const Json* found = nullptr;
    read(
        key, "a list, not empty", [](const Json& v) { return v.is_array() && !v.empty(); },
        [&](const Json& v) { found = &v; });
    return found;
  }
  void complain(const std::string& key, const std::string& what) {
    if (complaint_.empty()) {
      complaint_ = what;
      key_ = key;
    }
  }

  // The first complaint, unknown keys last; empty when there is none. `key()` is what it is about.
  const std::string& complaint() {
    for (const auto& [key, value] : object_.items()) {
      if (!known_.contains(key)) complain(key, "unknown key \"" + key + '"');
    }
    return complaint_;
  }
  const std::string& key() const { return key_; }

 private:
  void read(const char* key, const char* wanted, const std::function<bool(const Json&)>& fits,
            const std::function<void(const Json&)>& take) {
    known_.insert(key);
    const auto at = object_.find(key);
    if (at == object_.end()) return;
    if (fits(*at)) {
      take(*at);
    } else {
      complain(key, std::string(key) + " must be " + wanted);
    }
  }

  const Json& object_;
  std::set<std::string> known_;
  std::string complaint_;
  std::string key_;
};

void read_match(Fields& fields, Rule& rule) {
  std::string shape, pattern, grammar;
  fields.text("shape", shape);
  fields.text("pattern", pattern);
  fields.text("grammar", grammar);
  fields.list("words", rule.words);
  const int given = !shape.empty() + !pattern.empty() + !grammar.empty();
  if (given != 1) fields.complain("id", "needs one of shape, pattern and grammar");
  rule.kind = !shape.empty()     ? MatchKind::kShape
              : !pattern.empty() ? MatchKind::kPattern
                                 : MatchKind::kGrammar;
  rule.match = shape + pattern + grammar;
  if (!grammar.empty() && !is_grammar(grammar)) {
    fields.complain("grammar", "unknown grammar \"" + grammar + '"');
  }
  if (!rule.words.empty() && rule.kind != MatchKind::kGrammar) {
    fields.complain("words", "words are for grammars; near names a value");
  }
}

void read_with(Fields& fields, Rule& rule) {
  const Json* with = fields.object("with");
  if (with == nullptr) return;
  Fields inner(*with);
  double within = 5;
  inner.text("rule", rule.with);
  inner.number("within", 0, 50, within);
  rule.within = static_cast<uint32_t>(within);
  if (rule.with.empty()) inner.complain("rule", "with needs a rule");
  if (!inner.complaint().empty()) fields.complain("with", "with: " + inner.complaint());
}

void check_lists(Fields& fields, const Rule& rule) {
  for (const std::string& hash : rule.documented) {
    const bool hex = std::all_of(hash.begin(), hash.end(),
                                 [](char c) { return kHex.contains(c) && !kUpper.contains(c); });
    if (hash.size() != 64 || !hex) fields.complain("not", "not lists SHA-256 in lower-case hex");
  }
  for (const std::string& word : rule.near) {
    if (word.size() < 2) fields.complain("near", "a near word has at least two letters or digits");
  }
}

// The time to compile a rule grows with the characters of its anchors, some 0.1 ms each: a tenth of
// a second at most. Counted, not timed, for whether a file loads must not depend on the machine.
// The largest built-in rule has 141.
constexpr size_t kMostAnchorCharacters = 1024;

// Whether anything could find the rule's matches, and soon enough.
Result<void> check_findable(const Rule& rule) {
  if (rule.kind == MatchKind::kGrammar) return {};
  auto shape = shape_of(rule);
  if (!shape) return std::move(shape).error();
  const bool named = !rule.near.empty() || !rule.with.empty() || rule.check != Check::kNone;
  size_t anchored = 0;
  for (const Variant& variant : shape->variants) {
    if (const auto anchor = choose_anchor(variant)) {
      anchored += anchor->width;
      continue;
    }
    if (!named) {
      return usage_error(
          "has no distinct part of three characters or more; give it near, with or check");
    }
    if (leading_run(variant, kRunSet).least < kMinRun) {
      return usage_error("has no distinct part and does not begin with 16 characters of a run");
    }
  }
  if (anchored > kMostAnchorCharacters) {
    return usage_error("is slow to compile: the distinct parts of its alternatives have " +
                       std::to_string(anchored) + " characters together, " +
                       std::to_string(kMostAnchorCharacters) +
                       " are allowed; split it or give it fewer alternatives");
  }
  return {};
}

Result<Rule> read_rule(const Json& object, size_t& blame_offset, std::string_view json) {
  Rule rule;
  Fields fields(object);
  fields.text("id", rule.id);
  if (!is_id(rule.id)) fields.complain("id", "id must be of a-z, 0-9 and -");
  blame_offset = json.find('"' + rule.id + '"');
  fields.text("what", rule.what);
  if (rule.what.empty()) fields.complain("id", "needs what");
  fields.name("severity", severity_from, rule.severity);
  fields.name("confidence", confidence_from, rule.confidence);
  read_match(fields, rule);
  fields.list("near", rule.near);
  for (std::string& word : rule.near) word = folded_word(word);
  read_with(fields, rule);
  fields.number("entropy", 0, 8, rule.entropy);
  fields.name("check", check_from, rule.check);
  fields.list("not", rule.documented);
  fields.list("files", rule.files);
  fields.text("source", rule.source);
  check_lists(fields, rule);
  if (fields.complaint().empty()) {
    if (auto ok = check_findable(rule); !ok) fields.complain("id", ok.error().message());
  }
  if (fields.complaint().empty()) return rule;
  const size_t key_at = json.find('"' + fields.key() + '"', blame_offset);
  if (key_at != std::string_view::npos) blame_offset = key_at;
  return usage_error("rule " + (rule.id.empty() ? "without id" : rule.id) + ": " +
                     fields.complaint());
}

Result<void> read_file_rules(const RuleText& file, RuleSet& set) {
  auto parsed = parse_json(file.json);
  if (!parsed) return std::move(parsed).error().in(file.name);
  if (!parsed->is_object()) return usage_error("must be an object").in(file.name);
  Provider provider;
  Fields fields(*parsed);
  std::string schema;
  fields.text("$schema", schema);
  fields.text("provider", provider.id);
  fields.text("name", provider.name);
  fields.text("rotate", provider.rotate);
  fields.text("check_use", provider.check_use);
  const Json* rules = fields.array("rules");
  if (!is_id(provider.id)) fields.complain("provider", "needs provider, of a-z, 0-9 and -");
  if (provider.name.empty()) fields.complain("name", "needs name");
  if (rules == nullptr) fields.complain("rules", "needs rules");
  if (!fields.complaint().empty()) {
    const size_t line = line_of(file.json, '"' + fields.key() + '"');
    return usage_error(fields.complaint())
        .in("line " + std::to_string(std::max<size_t>(line, 1)))
        .in(file.name);
  }
  set.providers.push_back(std::move(provider));
  for (const Json& object : *rules) {
    size_t blame = 0;
    auto rule = object.is_object() ? read_rule(object, blame, file.json)
                                   : Result<Rule>(usage_error("a rule must be an object"));
    if (!rule) {
      const std::string_view before = std::string_view(file.json).substr(0, blame);
      const auto line = 1 + std::count(before.begin(), before.end(), '\n');
      return std::move(rule).error().in("line " + std::to_string(line)).in(file.name);
    }
    rule->provider = static_cast<uint32_t>(set.providers.size() - 1);
    set.rules.push_back(*std::move(rule));
  }
  return {};
}

Result<void> check_set(const RuleSet& set, const std::map<std::string, std::string>& file_of) {
  for (size_t i = 0; i < set.rules.size(); ++i) {
    const Rule& rule = set.rules[i];
    const std::string& file = file_of.at(set.provider_of(rule).id);
    if (i > 0 && set.rules[i - 1].id == rule.id) {
      return usage_error("rule " + rule.id + ": id stands twice").in(file);
    }
    if (!rule.with.empty() && set.find(rule.with) == nullptr) {
      return usage_error("rule " + rule.id + ": with names no rule: " + rule.with).in(file);
    }
  }
  return {};
}

}  // namespace

std::string folded_word(std::string_view word) {
  std::string folded;
  for (const char c : word) {
    if (std::string_view("_-. ").find(c) == std::string_view::npos) folded += to_lower(c);
  }
  return folded;
}

Result<Shape> shape_of(const Rule& rule) {
  return rule.kind == MatchKind::kPattern ? parse_pattern(rule.match) : parse_shape(rule.match);
}

Result<RuleSet> load_rules(const std::vector<RuleText>& files) {
  RuleSet set;
  std::map<std::string, std::string> file_of;  // provider -> file
  for (const RuleText& file : files) {
    if (auto ok = read_file_rules(file, set); !ok) return std::move(ok).error();
    const std::string& provider = set.providers.back().id;
    if (const auto [at, fresh] = file_of.emplace(provider, file.name); !fresh) {
      return usage_error("provider " + provider + " stands in " + at->second + " already")
          .in(file.name);
    }
  }
  std::stable_sort(set.rules.begin(), set.rules.end(),
                   [](const Rule& a, const Rule& b) { return a.id < b.id; });
  if (auto ok = check_set(set, file_of); !ok) return std::move(ok).error();
  return set;
}

Result<std::vector<RuleText>> read_rule_texts(const std::string& path) {
  std::vector<std::string> paths;
  if (DIR* folder = ::opendir(path.c_str())) {
    while (const dirent* entry = ::readdir(folder)) {
      const std::string_view name = entry->d_name;
      if (name.ends_with(".json") && name != "schema.json")
        paths.push_back(path + "/" + std::string(name));
    }
    ::closedir(folder);
    if (paths.empty()) return usage_error("holds no *.json").in(path);
  } else {
    paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end());
  std::vector<RuleText> files;
  for (const std::string& one : paths) {
    auto json = read_file(one, kMaxRuleFile);
    if (!json) return usage_error(json.error().message()).in(one);
    files.push_back({one, *std::move(json)});
  }
  return files;
}

Result<RuleSet> load_rules_from(const std::string& path) {
  auto files = read_rule_texts(path);
  if (!files) return std::move(files).error();
  return load_rules(*files);
}

}  // namespace aegis
