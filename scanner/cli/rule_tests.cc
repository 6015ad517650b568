#include "scanner/cli/rule_tests.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "scanner/base/lines.h"
#include "scanner/report/report.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/sample.h"
#include "scanner/scan/run.h"
#include "scanner/source/chunker.h"

namespace aegis {

namespace {

constexpr std::string_view kOfRule = "rule:";

class TestDocument : public Document {
 public:
  TestDocument(const std::string& path, const std::string& text)
      : origin_(std::make_shared<const Origin>(Origin{path, path, {}})), text_(text) {}

  std::shared_ptr<const Origin> origin() const override { return origin_; }
  Result<void> read(size_t core, const ChunkVisitor& visit) override {
    visit_bytes(origin_, text_, core, visit);
    return {};
  }
  bool is_new_file() const override { return true; }

 private:
  std::shared_ptr<const Origin> origin_;
  const std::string& text_;
};

class TestSource : public Source {
 public:
  TestSource(const std::string& path, const std::string& text) : path_(path), text_(text) {}
  Result<void> list(DocumentSink& sink) override {
    sink.document(std::make_unique<TestDocument>(path_, text_));
    return {};
  }

 private:
  const std::string& path_;
  const std::string& text_;
};

const Rule* find_rule(const Engine& engine, const std::string& id) {
  for (const RuleBook& book : engine.books()) {
    if (const Rule* rule = book.set.find(id)) return rule;
    if (const FileRule* rule = book.set.find_file_rule(id)) return &rule->rule;
  }
  return nullptr;
}

// A rule of which a sample is an example: the one that is named, or one of just this shape.
Result<Rule> rule_of(const std::string& sample, const Engine& engine) {
  if (sample.starts_with(kOfRule)) {
    const std::string id = sample.substr(kOfRule.size());
    const Rule* rule = find_rule(engine, id);
    if (rule == nullptr) return usage_error("there is no rule " + id);
    if (rule->kind == MatchKind::kGrammar || rule->kind == MatchKind::kFile) {
      return usage_error("no example can be made of rule " + id + "; write a shape");
    }
    return *rule;
  }
  Rule rule;
  rule.id = sample;
  rule.match = sample;
  return rule;
}

class Tokens {
 public:
  static Result<Tokens> of(const std::string& sample, const Engine& engine) {
    auto rule = rule_of(sample, engine);
    if (!rule) return std::move(rule).error();
    auto shape = shape_of(*rule);
    if (!shape) return std::move(shape).error().in('"' + sample + '"');
    return Tokens(*std::move(rule), *std::move(shape));
  }

  Result<std::string> next() {
    const auto& variants = shape_.variants;
    auto token = make_example(rule_, variants[random_.below(variants.size())], random_);
    if (!token) return usage_error("nothing can be made of " + rule_.id);
    return *std::move(token);
  }

 private:
  Tokens(Rule rule, Shape shape)
      : rule_(std::move(rule)), shape_(std::move(shape)), random_(seed_of(rule_)) {}

  Rule rule_;
  Shape shape_;
  SampleRandom random_;
};

Result<std::string> text_of(const RuleTest& test, const Engine& engine) {
  std::string text = test.text;
  for (const auto& [word, sample] : test.samples) {
    auto tokens = Tokens::of(sample, engine);
    if (!tokens) return std::move(tokens).error();
    for (size_t at = text.find(word); at != std::string::npos;) {
      auto token = tokens->next();
      if (!token) return token;
      text.replace(at, word.size(), *token);
      at = text.find(word, at + token->size());
    }
  }
  return text;
}

std::string listed(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id;
  return text.empty() ? "nothing" : text;
}

std::string failure_of(const RuleTest& test, const std::vector<std::string>& found,
                       const RunReport& report) {
  std::string text = "FAILED " + test.name + "\n  expected: " + listed(test.finds) +
                     "\n  found:    " + listed(found) + '\n';
  for (const Explained& one : report.explained) {
    text += "  line " + std::to_string(one.line) + ": " + one.rule + " (" + one.redacted +
            ") dropped by the filter \"" + one.filter + "\"\n";
  }
  return text;
}

// What went wrong; empty where nothing did.
Result<std::string> run_test(const RuleTest& test, const Engine& engine) {
  for (const std::string& id : test.finds) {
    if (find_rule(engine, id) == nullptr) return usage_error("there is no rule " + id);
  }
  const auto text = text_of(test, engine);
  if (!text) return text.error();
  TestSource source(test.file, *text);
  RunOptions options;
  options.confidence = test.confidence;
  options.explain = true;
  const auto result = run(source, engine, {}, options);
  if (!result) return result.error();
  std::vector<std::string> found;
  for (const Finding& finding : result->report.findings) found.push_back(finding.rule->id);
  std::sort(found.begin(), found.end());
  return found == test.finds ? std::string() : failure_of(test, found, result->report);
}

}  // namespace

Result<RuleTestResult> run_rule_tests(const RuleTestFile& file, const Engine& engine) {
  RuleTestResult result;
  for (const RuleTest& test : file.tests) {
    const auto failure = run_test(test, engine);
    if (!failure) return Error(failure.error()).in(test.name);
    if (failure->empty()) continue;
    ++result.failed;
    std::string_view lines = *failure;
    while (!lines.empty()) result.text += escaped_for_terminal(take_line(lines)) + '\n';
  }
  const size_t passed = file.tests.size() - result.failed;
  result.text += std::to_string(passed) + " passed, " + std::to_string(result.failed) + " failed\n";
  return result;
}

}  // namespace aegis
