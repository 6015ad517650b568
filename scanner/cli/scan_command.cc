#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <thread>

#include "scanner/base/fd.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/engine_setup.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/known_setup.h"
#include "scanner/cli/output.h"
#include "scanner/cli/report_output.h"
#include "scanner/cli/stats.h"
#include "scanner/git/mapped_file.h"
#include "scanner/git/range.h"
#include "scanner/git/refs.h"
#include "scanner/git/staged.h"
#include "scanner/rule/rule_names.h"
#include "scanner/scan/history.h"
#include "scanner/scan/policy.h"
#include "scanner/scan/range_exposure.h"
#include "scanner/scan/roots.h"
#include "scanner/scan/run.h"
#include "scanner/source/file_source.h"

namespace aegis {

namespace {

constexpr size_t kMostUpdates = 64 * 1024 * 1024;  // bytes that a hook may be given
constexpr size_t kManyCommits = 30;                // worth the start of threads
constexpr size_t kShortName = 12;                  // hex digits of a commit

// A source with what belongs to it.
struct Job {
  std::unique_ptr<Source> source;             // null: a history
  std::optional<git::Repository> repository;  // of the history
  HistoryRequest history;
  std::list<IgnoreFile> ignore_files;  // a list: file roots point into it
  IgnoreFile ignore;                   // of findings, and of a git source's paths
  Config config;
  std::vector<std::string> notes;
  const char* name = "";
  unsigned jobs = 1;
  std::function<void(std::vector<Finding>&)> look_into;  // what to find out about findings; or none
};

// The policy of a work tree, as far as there is one.
Result<void> take_policy(Result<Policy> policy, Job& job) {
  if (!policy) return std::move(policy).error();
  job.ignore = std::move(policy->ignore);
  job.config = std::move(policy->config);
  return {};
}

void add(const Config& more, Config& config) {
  config.rules.insert(config.rules.end(), more.rules.begin(), more.rules.end());
  config.disabled_rules.insert(config.disabled_rules.end(), more.disabled_rules.begin(),
                               more.disabled_rules.end());
}

unsigned processors() {
  return std::max(1u, std::thread::hardware_concurrency());
}

Result<Job> staged_job(const Options& options) {
  Job job;
  job.name = "staged";
  auto source = git::StagedSource::open(".", git::environment_of_process());
  if (!source) return std::move(source).error();
  // A commit is small: one thread has scanned it before a second one would have started.
  job.jobs = options.jobs == 0 ? 1 : options.jobs;
  const std::string& top = (*source)->repository().work_tree();
  if (!top.empty()) {
    if (auto ok = take_policy(policy_of_folder(top), job); !ok) return std::move(ok).error();
    (*source)->set_ignored(job.ignore.paths);
  }
  job.source = *std::move(source);
  return job;
}

// What git writes to a hook's standard input, a line for each ref.
Result<std::string> read_updates() {
  std::string text(kMostUpdates + 1, '\0');
  auto size = read_fully(STDIN_FILENO, text);
  if (!size) return std::move(size).error().in("standard input");
  if (*size > kMostUpdates) return unreadable("standard input: is too long");
  text.resize(*size);
  return text;
}

Result<git::RangeRequest> range_request(const Options& options) {
  using Input = git::RangeRequest::Input;
  if (options.pre_push && options.pre_receive) {
    return usage_error("--pre-push and --pre-receive are about different hooks");
  }
  if (!options.remote.empty() && !options.pre_push) {
    return usage_error("--remote is about --pre-push; leave refs out with --not --remotes=NAME");
  }
  git::RangeRequest request;
  request.revisions = options.revisions;
  request.remote = options.remote;
  if (options.pre_push) request.input = Input::kPrePush;
  if (options.pre_receive) request.input = Input::kPreReceive;
  if (request.input == Input::kNone) return request;
  auto text = read_updates();
  if (!text) return std::move(text).error();
  request.text = *std::move(text);
  return request;
}

// What a range brings must not decide how it is judged: what was there before it does.
Result<Policy> policy_of_range(const git::RangeSource& range, std::vector<std::string>& notes) {
  const std::string& top = range.repository().work_tree();
  auto base = range.base();
  if (!base && top.empty()) {
    auto head = git::head_commit(range.repository());
    if (!head) return std::move(head).error();
    base = *head;
  }
  if (!base) return top.empty() ? Policy() : policy_of_folder(top);
  auto policy = policy_of_commit(range.store(), *base);
  if (policy && policy->is_there) {
    notes.push_back("exceptions and rules are those of " + base->hex().substr(0, kShortName) +
                    ", from before the range");
  }
  return policy;
}

Result<Job> range_job(const Options& options) {
  Job job;
  job.name = "range";
  auto request = range_request(options);
  if (!request) return std::move(request).error();
  auto source = git::RangeSource::open(".", git::environment_of_process(), *request);
  if (!source) return std::move(source).error();
  job.notes = (*source)->notes();
  const bool is_small = (*source)->commits() < kManyCommits;
  job.jobs = options.jobs != 0 ? options.jobs : is_small ? 1 : processors();
  if (auto ok = take_policy(policy_of_range(**source, job.notes), job); !ok) {
    return std::move(ok).error();
  }
  (*source)->set_ignored(job.ignore.paths);
  const git::RangeSource& range = **source;  // stays where it is
  job.look_into = [&range](std::vector<Finding>& findings) {
    note_exposure(findings, range.repository(), range.store());
  };
  job.source = *std::move(source);
  return job;
}

Result<Job> history_job(const Options& options) {
  Job job;
  job.name = "history";
  job.jobs = options.jobs == 0 ? processors() : options.jobs;
  job.history.reachable_only = options.reachable;
  job.history.branch = options.branch;
  job.history.state = options.state;
  if (!options.since.empty()) {
    job.history.since = parse_date(options.since);
    if (!job.history.since) return usage_error("--since: '" + options.since + "' is no date");
  }
  auto repository = git::Repository::open(options.repository, git::environment_of_process());
  if (!repository) return std::move(repository).error();
  const std::string& top = repository->work_tree();
  if (!top.empty()) {
    if (auto ok = take_policy(policy_of_folder(top), job); !ok) return std::move(ok).error();
  }
  job.repository = *std::move(repository);
  return job;
}

Result<Job> scan_job(const Options& options) {
  Job job;
  job.name = "scan";
  job.jobs = options.jobs == 0 ? processors() : options.jobs;
  std::vector<FileRoot> roots;
  std::vector<std::string> folders;  // whose files have been read, in the order of ignore_files
  for (const std::string& path : options.paths) {
    RootFolder root = root_of(path);
    const auto known = std::find(folders.begin(), folders.end(), root.folder);
    auto ignore = std::next(job.ignore_files.begin(), known - folders.begin());
    if (known == folders.end()) {
      auto policy = policy_of_folder(root.folder);
      if (!policy) return std::move(policy).error();
      add(policy->config, job.config);
      const auto& findings = policy->ignore.findings;
      job.ignore.findings.insert(findings.begin(), findings.end());
      folders.push_back(root.folder);
      ignore = job.ignore_files.insert(job.ignore_files.end(), std::move(policy->ignore));
    }
    roots.push_back({path, std::move(root.identity), std::move(root.folder), &ignore->paths});
  }
  job.source = std::make_unique<FileSource>(std::move(roots));
  return job;
}

Result<Job> stdin_job(const Options& options) {
  Job job;
  job.name = "stdin";
  job.source = std::make_unique<StreamSource>(STDIN_FILENO, options.stdin_name);
  return job;
}

Result<Job> make_job(const Options& options) {
  switch (options.command) {
    case Command::kStaged:
      return staged_job(options);
    case Command::kRange:
      return range_job(options);
    case Command::kHistory:
      return history_job(options);
    case Command::kScan:
      return scan_job(options);
    default:
      return stdin_job(options);
  }
}

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

Result<int> scan(const Options& options) {
  const int64_t started = std::time(nullptr);
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
  RunOptions run_options;
  run_options.jobs = job->jobs;
  if (options.chunk_size != 0) run_options.core = options.chunk_size;
  run_options.confidence = *confidence_from(options.confidence);
  run_options.shard = *shard;
  run_options.explain = options.explain;
  run_options.progress =
      options.command != Command::kStaged && !options.quiet && ::isatty(STDERR_FILENO);
  auto result = job->repository
                    ? run_history(*job->repository, job->history, *engine, job->ignore, run_options)
                    : run(*job->source, *engine, job->ignore, run_options);
  if (!result) return std::move(result).error();
  if (job->look_into) job->look_into(result->report.findings);
  result->report.command = job->name;
  result->report.version = program_version();
  auto& skipped = result->report.skipped;
  skipped.insert(skipped.end(), unknown.begin(), unknown.end());
  auto& all = result->report.notes;
  all.insert(all.end(), notes.begin(), notes.end());
  all.insert(all.end(), job->notes.begin(), job->notes.end());
  sort_report(result->report);
  result->report.started = started;
  result->report.ended = std::time(nullptr);
  const int code = write_reports(result->report, options, *plan);
  if (options.stats) (void)write_all(STDERR_FILENO, render_stats(result->stats));
  return code;
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
  return exit_code_of(code.error());
}

}  // namespace aegis
