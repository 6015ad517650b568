#include "scanner/scan/run.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "scanner/scan/document_findings.h"
#include "tests/support/samples.h"
#include "tests/support/suppressions.h"

namespace aegis {

namespace {

const Engine& acme() {
  static const Engine engine =
      engine_of(R"({"id": "test-a", "what": "key", "shape": "acme_{base62:24}"},
                                            {"id": "test-b", "what": "password", "grammar": "assignment",
                                             "words": ["password"]})");
  return engine;
}

RunReport report_of(const std::vector<MemoryFile>& files, const RunOptions& options = {},
                    const Suppressions& suppressions = {}) {
  MemorySource source(files);
  auto result = run(source, acme(), suppressions, options);
  REQUIRE(result);
  return std::move(result->report);
}

std::string token(uint64_t seed) {
  SampleRandom random(seed);
  return token_of("acme_{base62:24}", random);
}

std::vector<std::string> places(const RunReport& report) {
  std::vector<std::string> all;
  for (const Finding& finding : report.findings) {
    all.push_back(finding.origin->path + ":" + std::to_string(finding.place.line));
  }
  return all;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("A run counts what it scanned and reports in the order of paths") {
  const RunReport report =
      report_of({{"b", "x\n" + token(1)}, {"a", token(2) + "\n" + token(3)}, {"c", ""}});
  CHECK(places(report) == Texts{"a:1", "a:2", "b:2"});
  CHECK(report.scanned == 3);
  CHECK(report.bytes == 29 + 1 + 29 + 2 + 29);
  CHECK(report.complete());
}

TEST_CASE("A document that cannot be read to its end is skipped, and keeps what was found") {
  const std::string text = token(1) + "\n" + std::string(1000, 'x');
  for (const unsigned jobs : {1u, 4u}) {
    RunOptions options;
    options.jobs = jobs;
    const RunReport report = report_of({{"bad", text, {}, true, false}, {"good", text}}, options);
    CHECK(places(report) == Texts{"bad:1", "good:1"});
    CHECK(report.scanned == 1);
    CHECK_FALSE(report.complete());
    REQUIRE(report.skipped.size() == 1);
    CHECK(report.skipped[0].path == "bad");
    CHECK(report.skipped[0].reason == "cannot be read to its end");
  }
}

TEST_CASE("A finding whose line stands in an earlier version is not new") {
  const std::string old = "key = " + token(1) + "\n";
  CHECK(places(report_of({{"a", "new line\n" + old, {"before\n" + old + "after\n"}}})).empty());
  CHECK(places(report_of({{"a", "  " + old, {old}}})) == Texts{"a:1"});
  CHECK(places(report_of({{"a", old, {"nothing", old}}})).empty());
  CHECK(places(report_of({{"a", old + "key = " + token(2), {old}}})) == Texts{"a:2"});
  // A line is whole: a longer one is another.
  CHECK(places(report_of({{"a", token(1), {token(1) + " # more"}}})) == Texts{"a:1"});
}

TEST_CASE("An earlier version that cannot be read makes every finding new, and is noted") {
  const RunReport report = report_of({{"a", token(1), {token(1)}, false, true}});
  CHECK(places(report) == Texts{"a:1"});
  REQUIRE(report.notes.size() == 1);
  CHECK(report.notes[0].find("a: earlier version not read") == 0);
  CHECK(report.complete());
}

TEST_CASE("The ignore file leaves out paths and known findings, and counts them") {
  const std::vector<MemoryFile> files = {{"docs/a", token(1)}, {"b", token(1)}};
  Suppressions ignore;
  ignore.paths.add("docs/");
  const RunReport report = report_of(files, {}, ignore);
  CHECK(places(report) == Texts{"b:1"});
  CHECK(report.excluded == 1);
  ignore.lists.push_back(ignore_file_of({report.findings[0].fingerprint}));
  const RunReport known = report_of(files, {}, ignore);
  CHECK(known.findings.empty());
  CHECK(known.ignored == 1);
  CHECK(known.complete());
}

TEST_CASE("The ignore file leaves out no known value") {
  SampleRandom random(test_seed());
  const std::string value = random_of(kBase62Letters, 20, random);
  const Engine engine = engine_knowing({value});
  MemorySource source({{"a", value}});
  Suppressions ignore;
  for (int round = 0; round < 2; ++round) {
    const auto result = run(source, engine, ignore, {});
    REQUIRE(result);
    REQUIRE(result->report.findings.size() == 1);
    const std::string& print = result->report.findings[0].fingerprint;
    ignore.lists.push_back(ignore_file_of({print}));
    ignore.lists.push_back(std::make_shared<Baseline>(
        "base", std::vector<BaselineEntry>{{print, "known-secret", "a", "", 1}}));
  }
}

TEST_CASE("What is less certain than asked for is left out, and explained when wanted") {
  const std::vector<MemoryFile> files = {
      {"a", "password = \"correcthorse\"\nx = " + token(1) + " # aegis:allow\n"}};
  RunOptions options;
  CHECK(places(report_of(files, options)).empty());
  CHECK(report_of(files, options).explained.empty());
  options.explain = true;
  const RunReport report = report_of(files, options);
  REQUIRE(report.explained.size() == 2);
  CHECK(report.explained[0].filter.find("low confidence: ") == 0);
  CHECK(report.explained[1].filter == "comment aegis:allow");
  options.confidence = Confidence::kLow;
  CHECK(places(report_of(files, options)) == Texts{"a:1"});
}

TEST_CASE("Of very many findings the first of each rule are listed, alike at any core") {
  std::string text;
  for (uint64_t i = 0; i < 5'050; ++i) text += token(i) + "\n";
  text += "password = \"kT9#vQ2$mZ7!\"\n";
  const std::vector<MemoryFile> files = {{"a", text}, {"b", text.substr(text.size() / 2)}};
  for (const size_t core : {size_t{1000}, size_t{100'000}, kDefaultCore}) {
    for (const unsigned jobs : {1u, 4u}) {
      RunOptions options;
      options.core = core;
      options.jobs = jobs;
      const RunReport report = report_of(files, options);
      CHECK(report.complete());
      REQUIRE(report.truncated.size() == 2);
      CHECK(report.truncated[0].path == "a");
      CHECK(report.truncated[0].reported == kMostOfRule);
      CHECK(report.truncated[0].more == 5'050 - kMostOfRule);
      CHECK(report.truncated[1].path == "b");
      // The flood of one rule does not hide what another one finds.
      const auto others = std::count_if(report.findings.begin(), report.findings.end(),
                                        [](const Finding& f) { return f.rule->id != "test-a"; });
      CHECK(others == 2);
      CHECK(report.findings.size() == 2 * kMostOfRule + 2);
      CHECK(report.findings[kMostOfRule - 1].place.line == kMostOfRule);
    }
  }
}

TEST_CASE("What is not reported uses up no place in the list") {
  std::string old;
  for (uint64_t i = 0; i < 2 * kMostOfRule; ++i) old += token(i) + "\n";
  MemoryFile file{"a", old + token(1'000'000) + "\n"};
  file.earlier = {old};
  const RunReport report = report_of({file}, {});
  CHECK(places(report) == Texts{"a:" + std::to_string(2 * kMostOfRule + 1)});
  CHECK(report.truncated.empty());
}

TEST_CASE("A source that cannot be listed is an error, with any number of jobs") {
  struct Broken : Source {
    Result<void> list(DocumentSink&) override { return usage_error("no such revision"); }
  };
  for (const unsigned jobs : {1u, 4u}) {
    Broken source;
    RunOptions options;
    options.jobs = jobs;
    const auto result = run(source, acme(), {}, options);
    REQUIRE_FALSE(result);
    CHECK(result.error().message() == "no such revision");
  }
}

}  // namespace aegis
