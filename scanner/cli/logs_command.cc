#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <memory>
#include <optional>
#include <thread>

#include "scanner/base/fd.h"
#include "scanner/base/interrupt.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/engine_setup.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/known_setup.h"
#include "scanner/cli/mask_file.h"
#include "scanner/cli/output.h"
#include "scanner/cli/report_output.h"
#include "scanner/cli/stats.h"
#include "scanner/logs/appended_report.h"
#include "scanner/logs/log_run.h"
#include "scanner/logs/log_state_file.h"
#include "scanner/rule/rule_names.h"
#include "scanner/scan/config.h"
#include "scanner/scan/policy.h"

namespace aegis {

namespace {

constexpr int kKilledBySignal = 128;  // and its number: as a shell tells it

// What belongs to one run.
struct LogsJob {
  LogOptions options;
  Suppressions suppressions;
  Config config;
  std::optional<LogStateFile> store;
  std::optional<MaskFile> mask_file;
  std::optional<MaskWriter> mask;

  LogOutlets outlets() { return {store ? &*store : nullptr, mask ? &*mask : nullptr}; }
};

bool is_in_parts(const Options& options) {
  return !options.byte_range.empty() || !options.shard.empty();
}

// Whether the paths are one log: a folder or a pattern may be any number of them.
bool is_one_log(const std::vector<std::string>& paths) {
  if (paths.size() != 1) return false;
  const LogList list = list_logs(paths);
  return list.files.size() == 1 && list.files[0].path == paths[0];
}

Result<void> check_flags(const Options& options) {
  if (options.paths.empty() && !options.journal) return usage_error("logs: no path is given");
  if (options.append && (options.output.empty() || options.format != "jsonl")) {
    return usage_error("--append adds lines to a file: give -o FILE and -f jsonl");
  }
  if (!options.state.empty() && (is_in_parts(options) || options.every || !options.mask.empty())) {
    return usage_error(
        "--state remembers whole logs: not with --range, --shard, --every or --mask");
  }
  if (!options.byte_range.empty() && (!options.shard.empty() || !is_one_log(options.paths))) {
    return usage_error("--range is about one log, without --shard");
  }
  if (!options.mask.empty() && (is_in_parts(options) || !is_one_log(options.paths))) {
    return usage_error("--mask copies one whole log");
  }
  return {};
}

Result<LogShare> share_of(const Options& options) {
  LogShare share;
  if (!options.byte_range.empty()) {
    auto range = parse_byte_range(options.byte_range);
    if (!range) return std::move(range).error().in("--range");
    share.range = *range;
  }
  if (!options.shard.empty()) {
    const auto shard = parse_shard(options.shard);
    if (!shard) return usage_error("--shard: '" + options.shard + "' is no part; 2/3 is one");
    share.shard = *shard;
  }
  return share;
}

// Of the folder that the run is started in: logs belong to none.
Result<void> take_policy(const Options& options, LogsJob& job) {
  auto policy = policy_of_folder(".", {std::time(nullptr), options.baseline});
  if (!policy) return std::move(policy).error();
  job.config = std::move(policy->config);
  job.suppressions.paths = *policy->ignore->paths();
  if (policy->ignore->size() > 0) job.suppressions.lists.push_back(std::move(policy->ignore));
  if (policy->baseline) job.suppressions.lists.push_back(std::move(policy->baseline));
  return {};
}

void add_own(int fd, LogOptions& options) {
  struct stat info {};
  if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
    options.own_files.emplace(info.st_dev, info.st_ino);
  }
}

void add_own(const std::string& path, LogOptions& options) {
  struct stat info {};
  if (!path.empty() && ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode)) {
    options.own_files.emplace(info.st_dev, info.st_ino);
  }
}

void add_own_files(const Options& options, const ReportPlan& plan, LogsJob& job) {
  add_own(options.output, job.options);
  for (const ExtraReport& extra : plan.extra) add_own(extra.path, job.options);
  add_own(STDOUT_FILENO, job.options);
  add_own(STDERR_FILENO, job.options);
  if (job.mask_file) add_own(job.mask_file->fd(), job.options);
  if (!job.store) return;
  add_own(job.store->file().path(), job.options);
  add_own(job.store->file().lock_path(), job.options);
}

Result<LogsJob> make_job(const Options& options, const ReportPlan& plan) {
  if (auto ok = check_flags(options); !ok) return std::move(ok).error();
  LogsJob job;
  LogOptions& log_options = job.options;
  log_options.words = options.paths;
  log_options.journal = options.journal;
  log_options.jobs =
      options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  if (options.chunk_size != 0) log_options.core = options.chunk_size;
  if (options.commit_every != 0) log_options.commit_every = options.commit_every;
  log_options.confidence = *confidence_from(options.confidence);
  log_options.explain = options.explain;
  if (options.strict) log_options.strictness = Strictness::kStrict;
  // The findings of all parts together are then those of the whole.
  log_options.each = options.every || is_in_parts(options);
  auto share = share_of(options);
  if (!share) return std::move(share).error();
  log_options.share = *share;
  if (auto ok = take_policy(options, job); !ok) return std::move(ok).error();
  if (!options.state.empty()) {
    auto store = LogStateFile::open(options.state);
    if (!store) return std::move(store).error();
    job.store.emplace(*std::move(store));
  }
  if (!options.mask.empty()) {
    auto file = MaskFile::create(options.mask, options.paths[0]);
    if (!file) return std::move(file).error();
    job.mask_file.emplace(*std::move(file));
    job.mask.emplace(job.mask_file->fd());
  }
  add_own_files(options, plan, job);
  return job;
}

// A copy of which something is missing could hold a secret that was not seen.
Result<void> finish_mask(LogsJob& job, const RunReport& report) {
  if (!job.mask_file) return {};
  if (report.complete() && report.scanned == 1) return job.mask_file->finish();
  complain("--mask: the log was not scanned whole; no copy is made");
  return {};
}

// What a killed run had appended is not reported again.
void settle_last_report(const Options& options, LogState& state) {
  if (!options.append || state.appending.size == 0) return;
  if (was_appended(options.output, state.key, state.appending)) state.pending.clear();
  state.appending = {};
}

ReportWriter writer_of(const Options& options, LogRun& run) {
  if (options.append) {
    return [&options, &run](const std::string& text) -> Result<void> {
      auto plan = plan_appending(options.output, run.state().key, text);
      if (!plan) return std::move(plan).error();
      if (auto ok = run.before_appending(*plan); !ok) return ok;
      return append_report(options.output, *plan, text);
    };
  }
  // The copy of the log has standard output to itself.
  if (options.mask == kStandardInput && options.output.empty()) {
    return [](const std::string&) { return Result<void>(); };
  }
  return nullptr;
}

// The state knows what was reported; or a later run repeats it.
int settled(int code, LogRun& run, Interrupt& interrupt) {
  Result<void> status = run.state_status();
  if (status && code != kExitInternal) status = run.delivered();
  if (!status) {
    complain(status.error().message() + "; the next run repeats what this one has reported");
    return kExitInternal;
  }
  return interrupt.signal() != 0 ? kKilledBySignal + interrupt.signal() : code;
}

// Signals are heeded until the report is written.
Result<int> run_job(const Options& options, const ReportPlan& plan, LogsJob& job,
                    const Engine& engine, RunReport&& so_far) {
  Interrupt interrupt;
  auto run = LogRun::create(engine, job.suppressions, job.options, job.outlets(), &interrupt);
  if (!run) return std::move(run).error();
  settle_last_report(options, (*run)->state());
  auto result = (*run)->run();
  if (!result) return std::move(result).error();
  RunReport& report = result->report;
  report.command = "logs";
  report.version = program_version();
  report.started = so_far.started;
  report.stale_fails = options.strict;
  std::move(so_far.skipped.begin(), so_far.skipped.end(), std::back_inserter(report.skipped));
  std::move(so_far.notes.begin(), so_far.notes.end(), std::back_inserter(report.notes));
  sort_report(report);
  report.ended = std::time(nullptr);
  if (auto ok = finish_mask(job, report); !ok) return std::move(ok).error();
  const int code = write_reports(report, options, plan, writer_of(options, **run));
  if (options.stats) (void)write_all(STDERR_FILENO, render_stats(result->stats));
  return settled(code, **run, interrupt);
}

Result<int> scan_logs(const Options& options) {
  RunReport so_far;
  so_far.started = std::time(nullptr);
  auto plan = plan_report(options);
  if (!plan) return std::move(plan).error();
  auto job = make_job(options, *plan);
  if (!job) return std::move(job).error();
  auto known = set_up_known(options, so_far.skipped);
  if (!known) return std::move(known).error();
  auto engine = set_up_engine(options, job->config, *std::move(known), so_far.notes);
  if (!engine) return std::move(engine).error();
  const Shard& shard = job->options.share.shard;
  if (!shard.is_all()) {
    so_far.notes.push_back("is part " + shard.text() + "; other parts hold the rest");
  }
  return run_job(options, *plan, *job, *engine, std::move(so_far));
}

}  // namespace

int run_logs_command(const Options& options) {
  // A reader that is gone and a limit on file sizes are errors of a write, not ends of the program.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  auto code = scan_logs(options);
  if (code) return *code;
  complain(code.error().message());
  return exit_code_of(code.error());
}

}  // namespace aegis
