// Tested by tests/unit/rule_conflicts_test.cc.
#include "scanner/detect/rule_conflicts.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "scanner/detect/engine.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/sample.h"
#include "scanner/source/chunker.h"

namespace aegis {

namespace {

constexpr size_t kMostVariants = 8;  // of a rule, of which examples are tried
constexpr int kExamples = 2;         // of each

void add_list(std::string& key, std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  for (const std::string& word : words) key += '\0' + word;
  key += '\1';
}

// Alike for rules that match the same at the same places.
std::string meaning_of(const Rule& rule) {
  std::string key = std::to_string(static_cast<int>(rule.kind)) + rule.match + '\1';
  add_list(key, rule.words);
  add_list(key, rule.near);
  add_list(key, rule.files);
  key += rule.with + '\1' + std::to_string(static_cast<int>(rule.check));
  return key;
}

void add_line(std::string& text, const std::string& line) {
  text.append(text.empty() ? "" : "\n").append(line);
}

void find_twins(const RuleSet& set, const std::vector<RuleBook>& beside, std::string& problems) {
  std::map<std::string, std::string> first;  // by meaning
  for (const RuleBook& book : beside) {
    for (const Rule& rule : book.set.rules) first.emplace(meaning_of(rule), rule.id);
  }
  for (const Rule& rule : set.rules) {
    const auto [other, is_new] = first.emplace(meaning_of(rule), rule.id);
    if (is_new) continue;
    add_line(problems, "rules " + other->second + " and " + rule.id +
                           " match the same; give one of them near words of its own, or join them");
  }
}

// What stands above an example that counts only beside its counterpart.
std::optional<std::string> counterpart_of(const RuleSet& set, const Rule& rule,
                                          SampleRandom& random) {
  if (rule.with.empty() || !rule.near.empty()) return "";
  const Rule& other = *set.find(rule.with);
  if (other.kind == MatchKind::kGrammar) return std::nullopt;
  const auto shape = shape_of(other);
  if (!shape) return std::nullopt;
  const auto example = make_example(other, shape->variants.front(), random);
  if (!example) return std::nullopt;
  return name_for(other) + " = " + *example + "\n";
}

// Looks for the rule that reports the examples of another one.
class ShadowSearch {
 public:
  explicit ShadowSearch(Detector detector) : detector_(std::move(detector)) {}

  // The id of a rule that stands before this one wherever it matches; empty: none does.
  Result<std::string> shadow_of(const RuleSet& set, const Rule& rule) {
    const auto shape = shape_of(rule);
    if (!shape) return shape.error();
    SampleRandom random(seed_of(rule));
    std::string shadow;
    const size_t variants = std::min(shape->variants.size(), kMostVariants);
    for (size_t i = 0; i < variants * kExamples; ++i) {
      const auto above = counterpart_of(set, rule, random);
      const auto example = make_example(rule, shape->variants[i / kExamples], random);
      if (!above || !example) return std::string();
      auto reporting = reports(*above + name_for(rule) + " = " + *example + "\n", above->size());
      if (!reporting) return std::move(reporting).error();
      const auto& ids = *reporting;
      if (ids.empty() || std::find(ids.begin(), ids.end(), rule.id) != ids.end()) {
        return std::string();
      }
      shadow = ids.front();
    }
    return shadow;
  }

 private:
  // The rules that report something at `from` or behind.
  Result<std::vector<std::string>> reports(const std::string& text, size_t from) {
    Detections found;
    Result<void> status;
    visit_bytes(std::make_shared<Origin>(Origin{"example", "example", {}}), text, kDefaultCore,
                [&](const Chunk& chunk) { status = detector_.scan(chunk, found); });
    if (!status) return std::move(status).error();
    std::vector<std::string> ids;
    for (const Finding& finding : found.findings) {
      if (finding.place.offset >= from) ids.push_back(finding.rule->id);
    }
    return ids;
  }

  Detector detector_;
};

Result<void> find_shadows(const RuleSet& set, const Engine& engine, std::string& problems) {
  auto detector = Detector::create(engine);
  if (!detector) return std::move(detector).error();
  ShadowSearch search(*std::move(detector));
  for (const Rule& rule : set.rules) {
    // Constructs have no examples; rules for some paths stand behind others at those paths only.
    if (rule.kind == MatchKind::kGrammar || !rule.files.empty()) continue;
    auto shadow = search.shadow_of(set, rule);
    if (!shadow) return std::move(shadow).error().in("rule " + rule.id);
    if (shadow->empty()) continue;
    add_line(problems, "rule " + rule.id + " is shadowed by " + *shadow +
                           ", which reports every example of it; give it near words or a narrower"
                           " shape, or leave it out");
  }
  return {};
}

}  // namespace

Result<void> check_conflicts(const RuleSet& set, std::vector<RuleBook> beside) {
  std::string problems;
  find_twins(set, beside, problems);
  if (!problems.empty()) return usage_error(problems);
  auto book = make_rule_book(set);
  if (!book) return std::move(book).error();
  beside.push_back(*std::move(book));
  auto engine = Engine::create(std::move(beside));
  if (!engine) return std::move(engine).error();
  if (auto ok = find_shadows(set, *engine, problems); !ok) return ok;
  if (problems.empty()) return {};
  return usage_error(problems);
}

}  // namespace aegis
