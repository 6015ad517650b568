// Where a run's report goes, and how it looks there.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/options.h"
#include "scanner/report/report.h"

namespace aegis {

// One more report of a run, in a file (--also FORMAT=FILE).
struct ExtraReport {
  Format format = Format::kText;
  std::string path;
};

struct ReportPlan {
  ReportStyle style;  // of the report itself
  std::vector<ExtraReport> extra;
};

// An error: the flags ask for what cannot be, such as secrets in clear in a file.
Result<ReportPlan> plan_report(const Options& options);

// Takes the report itself to where it goes.
using ReportWriter = std::function<Result<void>(const std::string& text)>;

// Writes every report, and the summary for people where one is wanted, and gives the program's exit
// code. The report itself goes to `write`; where that is null, to the file of -o or standard
// output. A reader that has had enough (`| head`) is no failure of the scan.
int write_reports(const RunReport& report, const Options& options, const ReportPlan& plan,
                  const ReportWriter& write = nullptr);

}  // namespace aegis
