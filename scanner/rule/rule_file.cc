#include "scanner/rule/rule_file.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "scanner/base/ascii.h"
#include "scanner/base/fd.h"
#include "scanner/base/json.h"
#include "scanner/rule/anchor.h"
#include "scanner/rule/fields.h"
#include "scanner/rule/file_rule.h"
#include "scanner/rule/pattern.h"
#include "scanner/rule/rule_names.h"

namespace aegis {

namespace {

constexpr uint64_t kMaxRuleFile = 16 << 20;
constexpr size_t kShortestNamedValue = 8;

bool is_id(std::string_view text) {
  constexpr CharSet kIdSet = make_range_set("az09--");
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [&](char c) { return kIdSet.contains(c); });
}

void read_match(Fields& fields, Rule& rule) {
  std::string shape, pattern, grammar;
  fields.text("shape", shape);
  fields.text("pattern", pattern);
  fields.text("grammar", grammar);
  fields.list("words", rule.words);
  const int given = !shape.empty() + !pattern.empty() + !grammar.empty();
  if (given != 1) fields.complain("id", "needs one of shape, pattern, grammar and file");
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
    if (folded_word(word).size() < 2) {
      fields.complain("near", "a near word has at least two letters or digits");
    }
  }
}

// The time to compile a rule grows with the characters of its anchors, some 0.1 ms each: a tenth of
// a second at most. Counted, not timed, for whether a file loads must not depend on the machine.
// The largest built-in rule has 141.
constexpr size_t kMostAnchorCharacters = 1024;

// Whether the names that such a variant's value is given to can be found.
Result<void> check_named_value(const Rule& rule, const Variant& variant) {
  if (rule.near.empty()) {
    return usage_error(
        "has no distinct part and does not begin with 16 characters of a run; give it near");
  }
  if (variant.min_length() < kShortestNamedValue) {
    return usage_error("may be as short as " + std::to_string(variant.min_length()) +
                       " characters; " + std::to_string(kShortestNamedValue) + " are needed");
  }
  for (const std::string& word : rule.near) {
    if (folded_word(word).size() < 3) {
      return usage_error("needs near words of three letters or digits: \"" + word +
                         "\" would be looked for by itself");
    }
  }
  return {};
}

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
    if (is_named_value(variant)) {
      if (auto ok = check_named_value(rule, variant); !ok) return ok;
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

void read_common(Fields& fields, Rule& rule) {
  fields.text("id", rule.id);
  if (!is_id(rule.id)) fields.complain("id", "id must be of a-z, 0-9 and -");
  fields.text("what", rule.what);
  if (rule.what.empty()) fields.complain("id", "needs what");
  fields.name("severity", severity_from, rule.severity);
  fields.name("confidence", confidence_from, rule.confidence);
  fields.text("now", rule.now);
  fields.text("source", rule.source);
}

void read_text_rule(Fields& fields, Rule& rule) {
  read_match(fields, rule);
  fields.list("near", rule.near);
  for (std::string& word : rule.near) word = lowered(word);
  read_with(fields, rule);
  fields.number("entropy", 0, 8, rule.entropy);
  fields.name("check", check_from, rule.check);
  fields.list("not", rule.documented);
  fields.list("files", rule.files);
  check_lists(fields, rule);
  if (!fields.complaint().empty()) return;
  if (auto ok = check_findable(rule); !ok) fields.complain("id", ok.error().message());
}

// An error says what is wrong, and `blame_offset` where in `json`.
Result<void> read_rule(const Json& object, uint32_t provider, std::string_view json,
                       size_t& blame_offset, RuleSet& set) {
  FileRule read;  // of which a rule about texts is a part
  Rule& rule = read.rule;
  rule.provider = provider;
  Fields fields(object);
  read_common(fields, rule);
  blame_offset = json.find('"' + rule.id + '"');
  const bool is_of_file = fields.has("file");
  if (is_of_file) {
    read_file_rule(fields, read);
  } else {
    read_text_rule(fields, rule);
  }
  if (!fields.complaint().empty()) {
    const size_t key_at = json.find('"' + fields.key() + '"', blame_offset);
    if (key_at != std::string_view::npos) blame_offset = key_at;
    return usage_error("rule " + (rule.id.empty() ? "without id" : rule.id) + ": " +
                       fields.complaint());
  }
  if (is_of_file) {
    set.file_rules.push_back(std::move(read));
  } else {
    set.rules.push_back(std::move(rule));
  }
  return {};
}

Result<void> read_rules_of(const RuleText& file, RuleSet& set) {
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
  fields.list("except", provider.except);
  for (std::string& name : provider.except) name = lowered(name);
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
  const auto number = static_cast<uint32_t>(set.providers.size() - 1);
  for (const Json& object : *rules) {
    size_t blame = 0;
    auto ok = object.is_object() ? read_rule(object, number, file.json, blame, set)
                                 : Result<void>(usage_error("a rule must be an object"));
    if (!ok) {
      const std::string_view before = std::string_view(file.json).substr(0, blame);
      const auto line = 1 + std::count(before.begin(), before.end(), '\n');
      return std::move(ok).error().in("line " + std::to_string(line)).in(file.name);
    }
  }
  return {};
}

Result<void> check_set(const RuleSet& set, const std::map<std::string, std::string>& file_of) {
  std::map<std::string_view, std::string> files;  // by id
  const auto check_id = [&](const Rule& rule) -> Result<void> {
    const std::string& file = file_of.at(set.provider_of(rule).id);
    const auto [first, is_new] = files.emplace(rule.id, file);
    if (is_new) return {};
    const std::string where = first->second == file ? "" : ", first in " + first->second;
    return usage_error("rule " + rule.id + ": id stands twice" + where).in(file);
  };
  for (const Rule& rule : set.rules) {
    if (auto ok = check_id(rule); !ok) return ok;
    if (rule.with.empty()) continue;
    if (set.find(rule.with) != nullptr && rule.with != rule.id) continue;
    return usage_error("rule " + rule.id + ": with names no other rule: " + rule.with)
        .in(file_of.at(set.provider_of(rule).id));
  }
  for (const FileRule& rule : set.file_rules) {
    if (auto ok = check_id(rule.rule); !ok) return ok;
  }
  return check_file_rules(set);
}

void sort_providers(RuleSet& set) {
  std::vector<uint32_t> order(set.providers.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return set.providers[a].id < set.providers[b].id; });
  std::vector<Provider> sorted;
  std::vector<uint32_t> place(order.size());
  for (const uint32_t from : order) {
    place[from] = static_cast<uint32_t>(sorted.size());
    sorted.push_back(std::move(set.providers[from]));
  }
  set.providers = std::move(sorted);
  for (Rule& rule : set.rules) rule.provider = place[rule.provider];
  for (FileRule& rule : set.file_rules) rule.rule.provider = place[rule.rule.provider];
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

bool is_named_value(const Variant& variant) {
  return !choose_anchor(variant) && leading_run(variant, kRunSet).least < kMinRun;
}

Result<RuleSet> load_rules(const std::vector<RuleText>& files) {
  RuleSet set;
  std::map<std::string, std::string> file_of;  // provider -> file
  for (const RuleText& file : files) {
    if (auto ok = read_rules_of(file, set); !ok) return std::move(ok).error();
    const std::string& provider = set.providers.back().id;
    if (const auto [at, fresh] = file_of.emplace(provider, file.name); !fresh) {
      return usage_error("provider " + provider + " stands in " + at->second + " already")
          .in(file.name);
    }
  }
  sort_providers(set);
  std::stable_sort(set.rules.begin(), set.rules.end(),
                   [](const Rule& a, const Rule& b) { return a.id < b.id; });
  std::stable_sort(set.file_rules.begin(), set.file_rules.end(),
                   [](const FileRule& a, const FileRule& b) { return a.rule.id < b.rule.id; });
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
