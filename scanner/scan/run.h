// A run: every document of a source through the engine, and what came of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/detect/engine.h"
#include "scanner/report/report.h"
#include "scanner/scan/baseline.h"
#include "scanner/scan/shard.h"
#include "scanner/scan/suppression.h"
#include "scanner/source/source.h"

namespace aegis {

struct RunOptions {
  unsigned jobs = 1;
  size_t core = kDefaultCore;
  Confidence confidence = Confidence::kMedium;  // the least that is reported
  Shard shard;  // which documents are scanned; they are known by their identities
  bool explain = false;
  bool progress = false;      // a line on standard error, which must be a terminal
  bool keep_entries = false;  // fill RunResult::entries
  // Which findings to keep in RunResult::watched; none where it is empty. Called on any thread.
  std::function<bool(const Finding&)> watch;
  // When to leave off; what is left then is reported as skipped.
  std::optional<std::chrono::steady_clock::time_point> deadline;

  bool is_over() const { return deadline && std::chrono::steady_clock::now() >= *deadline; }
};

inline constexpr const char* kOutOfTime = "not scanned to its end: the time for this run was over";

struct WatchedFinding {
  Finding finding;
  std::optional<SuppressionUse::Place> by;  // what keeps it out of the report
};

struct RunResult {
  RunReport report;  // `command` and `version` are left to the caller
  StageStats stats;
  SuppressionUse used;
  // Of every finding that no suppression covers, even where the report lists only some of them, the
  // entry of a baseline. In no order; none of the user's own secrets.
  std::vector<BaselineEntry> entries;
  // Of what an earlier version of a document had nothing, but all else, whatever the report lists.
  std::vector<WatchedFinding> watched;  // in the order of reports
};

// Puts a report's lists into their promised orders, and cuts the one that may be endless.
void sort_report(RunReport& report);

void sort_watched(std::vector<WatchedFinding>& watched);

// Reads and scans everything that `source` lists. The same documents give the same report for any
// number of jobs and any core. An error means that there is no report at all; what could not be
// read is in the report.
Result<RunResult> run(Source& source, const Engine& engine, const Suppressions& suppressions,
                      const RunOptions& options);

}  // namespace aegis
