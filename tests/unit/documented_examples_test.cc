#include "scanner/detect/documented_examples.h"

#include <catch2/catch.hpp>
#include <string>

#include "scanner/base/hex.h"
#include "scanner/base/sha.h"
#include "scanner/report/report.h"
#include "scanner/rule/rule_file.h"
#include "scanner/scan/run.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

// A token that the provider prints in its documentation, and an engine that knows.
struct Printed {
  SampleRandom random{test_seed()};
  std::string token = token_of("acme_{base62:24}", random);
  std::string other = token_of("acme_{base62:24}", random);

  Engine engine(Examples examples) const {
    const std::string rules =
        R"({"id": "test-key", "what": "key", "shape": "acme_{base62:24}", "not": [")" +
        to_hex(sha256(token)) + R"("]},
        {"id": "test-wide", "what": "anything", "shape": "acme_{base62:20,30}"},
        {"id": "test-assigned", "what": "value", "grammar": "assignment", "words": ["token"]})";
    auto set =
        load_rules({{"test.json", R"({"provider":"test","name":"Test","rules":[)" + rules + "]}"}});
    REQUIRE(set);
    std::vector<RuleBook> books;
    books.push_back(*make_rule_book(*std::move(set)));
    return *Engine::create(std::move(books), nullptr, examples);
  }

  // "rule:line confidence", of examples "rule:line confidence example".
  std::vector<std::string> found(const std::string& text, Examples examples,
                                 Confidence least = Confidence::kMedium) const {
    const Engine made = engine(examples);
    MemorySource source({{"a.txt", text}});
    RunOptions options;
    options.confidence = least;
    auto result = run(source, made, {}, options);
    REQUIRE(result);
    std::vector<std::string> all;
    for (const Finding& finding : result->report.findings) {
      all.push_back(finding.rule->id + ":" + std::to_string(finding.place.line) + " " +
                    name_of(finding.confidence) + (finding.is_example ? " example" : ""));
    }
    return all;
  }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("A documented example is not reported by any rule, unless asked for, and then once") {
  const Printed printed;
  const std::string text = "token = " + printed.token + "\ntoken = " + printed.other + "\n";
  CHECK(printed.found(text, Examples::kLeaveOut) == Texts{"test-key:2 high"});
  CHECK(printed.found(text, Examples::kLeaveOut, Confidence::kLow) == Texts{"test-key:2 high"});
  CHECK(printed.found(text, Examples::kReport) ==
        Texts{"test-key:1 low example", "test-key:2 high"});
  CHECK(printed.found(text, Examples::kReport, Confidence::kHigh) ==
        Texts{"test-key:1 low example", "test-key:2 high"});
}

TEST_CASE("A comment allows a documented example too") {
  const Printed printed;
  const std::string text = "token = " + printed.token + "  # aegis:allow\n";
  CHECK(printed.found(text, Examples::kReport).empty());
}

TEST_CASE("A text that holds documented examples only is worth a look where they are asked for") {
  const Printed printed;
  for (const Examples examples : {Examples::kLeaveOut, Examples::kReport}) {
    const Engine engine = printed.engine(examples);
    auto detector = Detector::create(engine);
    REQUIRE(detector);
    Prospect prospect;
    REQUIRE(detector->examine("token = " + printed.token + "\n", Confidence::kMedium, prospect));
    CHECK(prospect.may_find == (examples == Examples::kReport));
  }
}

TEST_CASE("Every format says that a finding is a documented example") {
  const Printed printed;
  const Engine engine = printed.engine(Examples::kReport);
  MemorySource source({{"a.txt", "token = " + printed.token + "\n"}});
  auto result = run(source, engine, {}, {});
  REQUIRE(result);
  REQUIRE(result->report.findings.size() == 1);
  for (const std::string& name : format_names()) {
    const std::string text =
        render_report(result->report, {*format_from(name), Colour::kNo, Secrets::kRedacted});
    INFO(name << ": " << text);
    CHECK(text.find("example") != std::string::npos);
  }
}

}  // namespace aegis
