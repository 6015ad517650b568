// A run: every document of a source through the engine, and what came of it.
#pragma once

#include <cstdint>
#include <string>

#include "scanner/base/result.h"
#include "scanner/detect/engine.h"
#include "scanner/report/report.h"
#include "scanner/scan/ignore_file.h"
#include "scanner/scan/shard.h"
#include "scanner/source/source.h"

namespace aegis {

struct RunOptions {
  unsigned jobs = 1;
  size_t core = kDefaultCore;
  Confidence confidence = Confidence::kMedium;  // the least that is reported
  Shard shard;  // which documents are scanned; they are known by their identities
  bool explain = false;
  bool progress = false;  // a line on standard error, which must be a terminal
};

struct RunResult {
  RunReport report;  // `command` and `version` are left to the caller
  StageStats stats;
};

// Puts a report's lists into their promised orders, and cuts the one that may be endless.
void sort_report(RunReport& report);

// Reads and scans everything that `source` lists. The same documents give the same report for any
// number of jobs and any core. An error means that there is no report at all; what could not be
// read is in the report.
Result<RunResult> run(Source& source, const Engine& engine, const IgnoreFile& ignore,
                      const RunOptions& options);

}  // namespace aegis
