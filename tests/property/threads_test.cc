#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/rule/rule_file.h"
#include "scanner/scan/run.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

std::vector<MemoryFile> random_files(size_t count, SampleRandom& random) {
  const auto& rules = built_in_rules().rules;
  std::vector<MemoryFile> files;
  for (size_t i = 0; i < count; ++i) {
    std::string text;
    for (size_t lines = random.below(200); lines-- > 0;) {
      text += line_of_text(random);
      const Rule& rule = rules[random.below(rules.size())];
      if (rule.kind == MatchKind::kGrammar || random.below(10) != 0) continue;
      const auto shape = shape_of(rule);
      const auto token = make_example(rule, shape->variants[0], random);
      if (token) text += name_for(rule) + " = " + *token + '\n';
    }
    files.push_back({"file" + std::to_string(i) + ".txt", text, {}, random.below(10) == 0, false});
  }
  return files;
}

// Everything in a report that must not depend on how the work was shared out.
std::vector<std::string> told(const RunReport& report) {
  std::vector<std::string> lines;
  for (const Finding& finding : report.findings) {
    lines.push_back(finding.origin->path + ' ' + described({finding}).front() +
                    finding.evidence.before + '|' + finding.evidence.after);
  }
  for (const Skipped& skip : report.skipped)
    lines.push_back("skipped " + skip.path + ": " + skip.reason);
  for (const Explained& one : report.explained) {
    lines.push_back("explained " + one.path + ' ' + std::to_string(one.line) + ' ' + one.rule +
                    ' ' + one.filter + ' ' + one.redacted);
  }
  lines.insert(lines.end(), report.notes.begin(), report.notes.end());
  lines.push_back(std::to_string(report.scanned) + " scanned, " + std::to_string(report.bytes) +
                  " bytes, " + std::to_string(report.excluded) + " excluded, " +
                  std::to_string(report.ignored) + " ignored");
  return lines;
}

std::vector<std::string> told_by(const std::vector<MemoryFile>& files, const RunOptions& options) {
  MemorySource source(files);
  auto result = run(source, built_in_engine(), Suppressions{}, options);
  REQUIRE(result);
  return told(result->report);
}

}  // namespace

TEST_CASE("One thread and eight threads tell the same, at any core") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  for (const bool explain : {false, true}) {
    const auto files = random_files(80, random);
    RunOptions options;
    options.explain = explain;
    options.confidence = explain ? Confidence::kMedium : Confidence::kLow;
    const auto one = told_by(files, options);
    CHECK(one.size() > 100);
    for (const unsigned jobs : {2u, 8u}) {
      for (const size_t core : {size_t{1000}, kDefaultCore}) {
        options.jobs = jobs;
        options.core = core;
        INFO(jobs << " jobs, core " << core);
        CHECK(told_by(files, options) == one);
      }
    }
  }
}

}  // namespace aegis
