#include <unistd.h>

#include <chrono>
#include <csignal>
#include <ctime>
#include <memory>
#include <optional>
#include <utility>

#include "scanner/base/alarm.h"
#include "scanner/base/fd.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/engine_setup.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/known_setup.h"
#include "scanner/cli/output.h"
#include "scanner/cli/report_output.h"
#include "scanner/cli/scan_job.h"
#include "scanner/cli/stats.h"
#include "scanner/git/mapped_file.h"
#include "scanner/scan/worker.h"

namespace aegis {

namespace {

using TimePoint = std::chrono::steady_clock::time_point;

constexpr double kSecondsOfPush = 30;      // that a push waits at most, where nothing else is said
constexpr std::chrono::seconds kGrace{5};  // to end and to report

// A part that is clean says nothing of the whole.
Result<Shard> shard_of(const Options& options, std::vector<std::string>& notes) {
  if (options.shard.empty()) return Shard();
  const auto shard = parse_shard(options.shard);
  if (!shard) return usage_error("--shard: '" + options.shard + "' is no part; 2/3 is one");
  if (!options.state.empty()) {
    return usage_error(
        "--shard and --state do not go together: what one part has found is not all"
        " that the next run must know; leave one of them out");
  }
  if (!shard->is_all()) notes.push_back("is part " + shard->text() + "; other parts hold the rest");
  return *shard;
}

// What a suppression's owner is called may be anything, a credential too.
Result<void> note_stale(const Job& job, const Engine& engine, const Options& options,
                        RunResult& result) {
  if (job.suppressions.lists.empty()) return {};
  const RunOptions run_options;
  Progress silent(Progress::Show::kNo);
  auto names = Worker::create(engine, job.suppressions, run_options, silent);
  if (!names) return std::move(names).error();
  const Seen seen = result.report.complete() ? job.sees : Seen::kPart;
  const Strictness strictness = options.strict ? Strictness::kStrict : Strictness::kLax;
  result.report.stale =
      stale_suppressions(job.suppressions, result.used, seen, strictness,
                         [&](const std::string& name) { return names->printable(name); });
  result.report.stale_fails = options.strict;
  return {};
}

// Seconds for a run, by the flags; nothing where it may take its time.
std::optional<double> seconds_of(const Options& options) {
  const double seconds = options.deadline.value_or(options.pre_receive ? kSecondsOfPush : 0);
  return seconds > 0 ? std::optional(seconds) : std::nullopt;
}

TimePoint in_seconds(double seconds) {
  const std::chrono::duration<double> time(seconds);
  return std::chrono::steady_clock::now() +
         std::chrono::duration_cast<std::chrono::steady_clock::duration>(time);
}

// What a push that was not scanned whole meets.
int code_of_incomplete(const Options& options) {
  if (options.on_incomplete != "warn") return kExitIncomplete;
  complain("warning: not all of this was scanned, and it is let pass (--on-incomplete=warn)");
  return kExitClean;
}

// For what no deadline of the scan itself can end: the walk over the commits, a read that hangs.
void give_up(const Options& options) {
  complain("INCOMPLETE: the time for this run was over before anything could be reported");
  ::_exit(code_of_incomplete(options));
}

Result<int> scan(const Options& options) {
  const int64_t started = std::time(nullptr);
  const auto seconds = seconds_of(options);
  const TimePoint end = in_seconds(seconds.value_or(0));
  std::optional<Alarm> alarm;
  if (seconds) alarm.emplace(end + kGrace, [&options] { give_up(options); });
  auto plan = plan_report(options);
  if (!plan) return std::move(plan).error();
  auto job = make_job(options);
  if (!job) return std::move(job).error();
  std::vector<Skipped> unknown;  // of known secrets, what could not be read
  auto known = set_up_known(options, unknown);
  if (!known) return std::move(known).error();
  std::vector<std::string> notes;
  const auto shard = shard_of(options, notes);
  if (!shard) return shard.error();
  auto engine = set_up_engine(options, job->config, *std::move(known), notes);
  if (!engine) return std::move(engine).error();
  RunOptions run_options = run_options_of(options);
  run_options.shard = *shard;
  if (seconds) run_options.deadline = end;
  auto result = run_job(*job, *engine, run_options);
  if (!result) return std::move(result).error();
  result->report.command = job->name;
  result->report.version = program_version();
  auto& skipped = result->report.skipped;
  skipped.insert(skipped.end(), unknown.begin(), unknown.end());
  auto& all = result->report.notes;
  all.insert(all.end(), notes.begin(), notes.end());
  all.insert(all.end(), job->notes.begin(), job->notes.end());
  if (auto ok = note_stale(*job, *engine, options, *result); !ok) return std::move(ok).error();
  sort_report(result->report);
  result->report.started = started;
  result->report.ended = std::time(nullptr);
  alarm.reset();
  const int code = write_reports(result->report, options, *plan);
  if (options.stats) (void)write_all(STDERR_FILENO, render_stats(result->stats));
  return code == kExitIncomplete ? code_of_incomplete(options) : code;
}

}  // namespace

int run_scan_command(const Options& options) {
  // A reader that is gone and a limit on file sizes are errors of a write, not ends of the program.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  git::read_zeros_where_files_end();
  auto code = scan(options);
  if (code) return *code;
  complain(code.error().message());
  const int failed = exit_code_of(code.error());
  return failed == kExitIncomplete ? code_of_incomplete(options) : failed;
}

}  // namespace aegis
