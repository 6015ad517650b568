// Compares whole reports with the files in tests/golden/report, byte for byte. After a wanted
// change: AEGIS_UPDATE_GOLDEN=1 writes them anew; read the difference before it is committed.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "scanner/report/report.h"
#include "tests/golden/report/sample_report.h"

namespace aegis {

namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void check_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(AEGIS_SOURCE_DIR) + "/tests/golden/report/" + name;
  if (std::getenv("AEGIS_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
  }
  INFO(path);
  CHECK(text == read_file(path));
}

}  // namespace

TEST_CASE("Each format renders the sample report as its golden file shows") {
  const RunReport report = test::sample_report();
  check_golden("sample.txt", render_report(report, {}));
  check_golden("sample.json",
               render_report(report, {Format::kJson, Colour::kNo, Secrets::kRedacted}));
  check_golden("sample.jsonl",
               render_report(report, {Format::kJsonl, Colour::kNo, Secrets::kRedacted}));
  check_golden("sample.sarif",
               render_report(report, {Format::kSarif, Colour::kNo, Secrets::kRedacted}));
  check_golden("summary.txt", render_text_summary(report, Colour::kNo));
}

TEST_CASE("Each format for build servers renders the sample reports as its golden files show") {
  RunReport sample = test::sample_report();
  RunReport history = test::sample_history_report();
  RunReport empty;
  for (RunReport* report : {&sample, &history, &empty}) {
    report->version = "0.1.0";
    report->started = 1'800'000'000;
    report->ended = 1'800'000'061;
  }
  empty.command = "scan";
  for (const std::string name : {"github", "gitlab", "codequality", "junit", "csv", "markdown"}) {
    const ReportStyle style{*format_from(name), Colour::kNo, Secrets::kRedacted};
    check_golden("sample." + name, render_report(sample, style));
    check_golden("history." + name, render_report(history, style));
    check_golden("empty." + name, render_report(empty, style));
  }
}

TEST_CASE("Each format says who introduced a finding and where it still is") {
  const RunReport report = test::sample_history_report();
  check_golden("history.txt", render_report(report, {}));
  check_golden("history.json",
               render_report(report, {Format::kJson, Colour::kNo, Secrets::kRedacted}));
  check_golden("history.jsonl",
               render_report(report, {Format::kJsonl, Colour::kNo, Secrets::kRedacted}));
  check_golden("history.sarif",
               render_report(report, {Format::kSarif, Colour::kNo, Secrets::kRedacted}));
}

TEST_CASE("Each format renders an empty report as its golden file shows") {
  RunReport report;
  report.command = "scan";
  report.version = "0.1.0";
  CHECK(render_report(report, {}).empty());
  check_golden("empty.json",
               render_report(report, {Format::kJson, Colour::kNo, Secrets::kRedacted}));
  check_golden("empty.jsonl",
               render_report(report, {Format::kJsonl, Colour::kNo, Secrets::kRedacted}));
  check_golden("empty.sarif",
               render_report(report, {Format::kSarif, Colour::kNo, Secrets::kRedacted}));
}

}  // namespace aegis
