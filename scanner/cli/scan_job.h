// What a command line asks to be scanned, ready to run.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/options.h"
#include "scanner/git/repository.h"
#include "scanner/scan/config.h"
#include "scanner/scan/history.h"
#include "scanner/scan/run.h"
#include "scanner/scan/stale.h"
#include "scanner/scan/suppression.h"
#include "scanner/source/source.h"

namespace aegis {

// A source with what belongs to it.
struct Job {
  std::unique_ptr<Source> source;             // null: a history
  std::optional<git::Repository> repository;  // of the history
  HistoryRequest history;
  Suppressions suppressions;
  Config config;
  std::vector<std::string> notes;
  const char* name = "";
  unsigned jobs = 1;
  Seen sees = Seen::kPart;                               // if the run is complete
  std::function<void(std::vector<Finding>&)> look_into;  // what to find out about findings; or none
};

// For staged, range, history, scan and stdin.
Result<Job> make_job(const Options& options);

// The history of the repository around `folder`, or the files below it where there is none.
Result<Job> job_of_everything(const std::string& folder, const Options& options);

// What the flags say of a run; its threads are the job's, and the shard is left out.
RunOptions run_options_of(const Options& options);

Result<RunResult> run_job(Job& job, const Engine& engine, RunOptions run_options);

}  // namespace aegis
