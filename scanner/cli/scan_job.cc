#include "scanner/cli/scan_job.h"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>
#include <thread>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/git/range.h"
#include "scanner/git/refs.h"
#include "scanner/git/staged.h"
#include "scanner/rule/rule_names.h"
#include "scanner/scan/date.h"
#include "scanner/scan/policy.h"
#include "scanner/scan/range_exposure.h"
#include "scanner/scan/roots.h"
#include "scanner/source/file_source.h"

namespace aegis {

namespace {

constexpr size_t kMostUpdates = 64 * 1024 * 1024;  // bytes that a hook may be given
constexpr size_t kManyCommits = 30;                // worth the start of threads
constexpr size_t kShortName = 12;                  // hex digits of a commit

PolicyRequest policy_request(const Options& options) {
  return {now_in_seconds(), options.baseline};
}

// Of a git source.
Result<void> take_policy(Result<Policy> policy, Job& job) {
  if (!policy) return std::move(policy).error();
  job.suppressions.paths = *policy->ignore->paths();
  if (policy->ignore->size() > 0) job.suppressions.lists.push_back(policy->ignore);
  if (policy->baseline) job.suppressions.lists.push_back(policy->baseline);
  job.config = std::move(policy->config);
  return {};
}

// Where there is no folder that could have one: what the user names.
Result<Policy> policy_of_nothing(const PolicyRequest& request) {
  Policy policy;
  if (request.baseline.empty()) return policy;
  auto baseline = load_baseline(request.baseline);
  if (!baseline) return std::move(baseline).error();
  policy.baseline = std::make_shared<const Baseline>(*std::move(baseline));
  return policy;
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
    auto ok = take_policy(policy_of_folder(top, policy_request(options)), job);
    if (!ok) return std::move(ok).error();
    (*source)->set_ignored(job.suppressions.paths);
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
  if (!options.on_incomplete.empty() && !options.pre_receive) {
    return usage_error("--on-incomplete is about --pre-receive");
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
Result<Policy> policy_of_range(const git::RangeSource& range, const Options& options,
                               std::vector<std::string>& notes) {
  const PolicyRequest request = policy_request(options);
  const std::string& top = range.repository().work_tree();
  auto base = range.base();
  if (!base && top.empty()) {
    auto head = git::head_commit(range.repository());
    if (!head) return std::move(head).error();
    base = *head;
  }
  if (!base) return top.empty() ? policy_of_nothing(request) : policy_of_folder(top, request);
  auto policy = policy_of_commit(range.store(), *base, top, request);
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
  if (auto ok = take_policy(policy_of_range(**source, options, job.notes), job); !ok) {
    return std::move(ok).error();
  }
  (*source)->set_ignored(job.suppressions.paths);
  const git::RangeSource& range = **source;  // stays where it is
  job.look_into = [&range](std::vector<Finding>& findings) {
    note_exposure(findings, range.repository(), range.store());
  };
  job.source = *std::move(source);
  return job;
}

// Of a history nothing is left out by what is asked for, but perhaps by the shard.
bool is_whole(const Options& options) {
  return !options.reachable && options.branch.empty() && options.since.empty() &&
         options.shard.empty();
}

Result<void> take_repository(git::Repository repository, const Options& options, Job& job) {
  const std::string& top = repository.work_tree();
  const PolicyRequest request = policy_request(options);
  auto ok =
      take_policy(top.empty() ? policy_of_nothing(request) : policy_of_folder(top, request), job);
  if (!ok) return ok;
  job.repository = std::move(repository);
  return {};
}

Result<Job> history_job(const Options& options) {
  Job job;
  job.name = "history";
  job.jobs = options.jobs == 0 ? processors() : options.jobs;
  job.sees = is_whole(options) ? Seen::kHistory : Seen::kPart;
  job.history.reachable_only = options.reachable;
  job.history.branch = options.branch;
  job.history.state = options.state;
  if (!options.since.empty()) {
    job.history.since = parse_date(options.since);
    if (!job.history.since) return usage_error("--since: '" + options.since + "' is no date");
  }
  auto repository = git::Repository::open(options.repository, git::environment_of_process());
  if (!repository) return std::move(repository).error();
  if (auto ok = take_repository(*std::move(repository), options, job); !ok) {
    return std::move(ok).error();
  }
  return job;
}

// The files below several folders, each with its own policy.
class FileJob {
 public:
  explicit FileJob(const Options& options) : options_(options) {
    job_.name = "scan";
    job_.jobs = options.jobs == 0 ? processors() : options.jobs;
    job_.sees = options.shard.empty() ? Seen::kFiles : Seen::kPart;
  }

  Result<void> add(const std::string& path) {
    RootFolder root = root_of(path);
    const auto known = policies_.find(root.folder);
    if (known == policies_.end()) {
      auto policy = policy_of_folder(root.folder, policy_request(options_));
      if (!policy) return std::move(policy).error();
      take(*std::move(policy), root.folder);
    }
    if (!root.identity.empty()) job_.sees = Seen::kPart;
    const IgnoreFile& ignore = *policies_.at(root.folder);
    // The job keeps those that say something; roots point into them.
    const IgnoreRules* paths = ignore.size() > 0 ? ignore.paths() : nullptr;
    roots_.push_back({path, std::move(root.identity), std::move(root.folder), paths});
    return {};
  }

  Job take_job() {
    job_.source = std::make_unique<FileSource>(std::move(roots_));
    return std::move(job_);
  }

 private:
  void take(Policy policy, const std::string& folder) {
    policies_[folder] = policy.ignore;
    auto& lists = job_.suppressions.lists;
    if (policy.ignore->size() > 0) lists.push_back(policy.ignore);
    if (policy.baseline) lists.push_back(policy.baseline);
    for (const auto& [from, to] : {std::pair(&policy.config.rules, &job_.config.rules),
                                   {&policy.config.disabled_rules, &job_.config.disabled_rules}}) {
      to->insert(to->end(), from->begin(), from->end());
    }
  }

  const Options& options_;
  Job job_;
  std::vector<FileRoot> roots_;
  std::map<std::string, std::shared_ptr<const IgnoreFile>> policies_;  // by folder
};

Result<Job> scan_job(const Options& options, const std::vector<std::string>& paths) {
  FileJob job(options);
  for (const std::string& path : paths) {
    if (auto ok = job.add(path); !ok) return std::move(ok).error();
  }
  return job.take_job();
}

Result<Job> stdin_job(const Options& options) {
  Job job;
  job.name = "stdin";
  auto ok = take_policy(policy_of_nothing(policy_request(options)), job);
  if (!ok) return std::move(ok).error();
  job.source = std::make_unique<StreamSource>(STDIN_FILENO, options.stdin_name);
  return job;
}

}  // namespace

Result<Job> make_job(const Options& options) {
  switch (options.command) {
    case Command::kStaged:
      return staged_job(options);
    case Command::kRange:
      return range_job(options);
    case Command::kHistory:
      return history_job(options);
    case Command::kScan:
      return scan_job(options, options.paths);
    default:
      return stdin_job(options);
  }
}

Result<Job> job_of_everything(const std::string& folder, const Options& options) {
  auto repository = git::Repository::open(folder, git::environment_of_process());
  const bool looks_like_one = exists(root_of(folder).folder + "/.git") || exists(folder + "/HEAD");
  if (!repository && looks_like_one) return std::move(repository).error();
  if (!repository) return scan_job(options, {folder});
  Job job;
  job.name = "history";
  job.jobs = options.jobs == 0 ? processors() : options.jobs;
  job.sees = Seen::kHistory;
  if (auto ok = take_repository(*std::move(repository), options, job); !ok) {
    return std::move(ok).error();
  }
  return job;
}

RunOptions run_options_of(const Options& options) {
  RunOptions run_options;
  if (options.chunk_size != 0) run_options.core = options.chunk_size;
  run_options.confidence = *confidence_from(options.confidence);
  run_options.explain = options.explain;
  run_options.progress =
      options.command != Command::kStaged && !options.quiet && ::isatty(STDERR_FILENO);
  return run_options;
}

Result<RunResult> run_job(Job& job, const Engine& engine, RunOptions run_options) {
  run_options.jobs = job.jobs;
  auto result = job.repository ? run_history(*job.repository, job.history, engine, job.suppressions,
                                             run_options)
                               : run(*job.source, engine, job.suppressions, run_options);
  if (result && job.look_into) job.look_into(result->report.findings);
  return result;
}

}  // namespace aegis
