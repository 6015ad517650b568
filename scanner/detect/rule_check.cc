#include "scanner/detect/rule_check.h"

#include <algorithm>

#include "scanner/detect/engine.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/sample.h"
#include "scanner/source/chunker.h"

namespace aegis {

namespace {

RuleSet alone(const RuleSet& set, const Rule& rule) {
  RuleSet one;
  one.providers.push_back(set.provider_of(rule));
  one.rules.push_back(rule);
  one.rules.back().provider = 0;
  one.rules.back().with.clear();
  one.rules.back().files.clear();
  return one;
}

Result<bool> finds(const Engine& engine, Detector& detector, const std::string& text) {
  Detections found;
  Result<void> status;
  visit_bytes(std::make_shared<Origin>(Origin{"example", "example", {}}), text, kDefaultCore,
              [&](const Chunk& chunk) { status = detector.scan(chunk, found); });
  if (!status) return std::move(status).error();
  return std::any_of(found.findings.begin(), found.findings.end(), [&](const Finding& finding) {
    return finding.rule == &engine.books().front().set.rules.front();
  });
}

}  // namespace

Result<void> check_rule(const RuleSet& set, const Rule& rule) {
  if (rule.kind == MatchKind::kGrammar) return {};
  const std::string blame = "rule " + rule.id;
  auto book = make_rule_book(alone(set, rule));
  if (!book) return std::move(book).error().in(blame);
  std::vector<RuleBook> books;
  books.push_back(*std::move(book));
  auto engine = Engine::create(std::move(books));
  if (!engine) return std::move(engine).error().in(blame);
  auto detector = Detector::create(*engine);
  if (!detector) return std::move(detector).error().in(blame);
  const auto shape = shape_of(rule);
  if (!shape) return Error(shape.error()).in(blame);
  SampleRandom random(seed_of(rule));
  for (const Variant& variant : shape->variants) {
    const auto example = make_example(rule, variant, random);
    if (!example)
      return usage_error(blame + ": no example could be made that passes its own filters");
    const std::vector<std::string> texts = in_surroundings(*example, name_for(rule));
    for (size_t form = 0; form < texts.size(); ++form) {
      auto found = finds(*engine, *detector, texts[form]);
      if (!found) return std::move(found).error().in(blame);
      if (*found) continue;
      return usage_error(
          blame + ": does not find an example made from its own shape where it stands as in " +
          in_surroundings("TOKEN", name_for(rule))[form]);
    }
  }
  return {};
}

Result<void> check_rules(const RuleSet& set) {
  std::string failures;
  for (const Rule& rule : set.rules) {
    const auto ok = check_rule(set, rule);
    if (!ok) failures.append(failures.empty() ? "" : "\n").append(ok.error().message());
  }
  if (failures.empty()) return {};
  return usage_error(failures);
}

}  // namespace aegis
