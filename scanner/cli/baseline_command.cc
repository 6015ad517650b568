// baseline create, update, prune, import: the file of findings that are not reported again.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "scanner/base/fd.h"
#include "scanner/base/replace_file.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/engine_setup.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/output.h"
#include "scanner/cli/scan_job.h"
#include "scanner/git/mapped_file.h"
#include "scanner/gitleaks/imported.h"
#include "scanner/scan/roots.h"

namespace aegis {

namespace {

constexpr size_t kMostListed = 50;

bool is_create(const Options& options) {
  return options.command == Command::kBaselineCreate;
}

// What a link leads to: that is what is written anew.
std::string resolved(const std::string& path) {
  std::error_code failed;
  const auto real = std::filesystem::canonical(path, failed);
  return failed ? path : real.string();
}

Result<std::string> place_of_baseline(const Options& options) {
  if (!options.baseline.empty()) return resolved(options.baseline);
  const std::string folder = root_of(options.repository).folder;
  struct stat info {};
  if (::stat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    return usage_error(options.repository + " is no folder");
  }
  return resolved(folder + "/" + std::string(kBaselineName));
}

Result<void> check_place(const Options& options, const std::string& path) {
  if (is_create(options) && exists(path)) {
    return usage_error(path + " exists; `aegis baseline update` adds what is new to it");
  }
  if (options.command == Command::kBaselineImport) return {};
  if (!is_create(options) && !exists(path)) {
    return usage_error(path + " is not there; `aegis baseline create` makes it");
  }
  return {};
}

// What there is now, seen with the baseline that is to be changed and no other.
Result<Job> job_of(Options options, const std::string& path) {
  const bool is_new = !exists(path);
  options.baseline = is_new ? "" : path;
  auto job = job_of_everything(options.repository, options);
  if (!job || !is_new) return job;
  std::erase_if(job->suppressions.lists,
                [](const auto& list) { return list->kind() == SuppressionList::Kind::kBaseline; });
  return job;
}

const Baseline* baseline_of(const Job& job, size_t& place) {
  const auto& lists = job.suppressions.lists;
  for (place = 0; place < lists.size(); ++place) {
    if (const auto* baseline = dynamic_cast<const Baseline*>(lists[place].get())) return baseline;
  }
  return nullptr;
}

Baseline with_new(const Baseline& old, std::vector<BaselineEntry> entries) {
  entries.insert(entries.end(), old.entries().begin(), old.entries().end());
  return {old.file(), std::move(entries), old.comments()};
}

Baseline without_unused(const Baseline& old, size_t place, const SuppressionUse& used) {
  std::vector<BaselineEntry> kept;
  for (size_t i = 0; i < old.size(); ++i) {
    if (used.has({place, i})) kept.push_back(old.entries()[i]);
  }
  return {old.file(), std::move(kept), old.comments()};
}

Result<void> write(const Baseline& baseline, const std::string& path) {
  struct stat info {};
  const mode_t mode = ::stat(path.c_str(), &info) == 0 ? info.st_mode & 0777 : 0644;
  return replace_file(path, baseline_text(baseline), mode, ErrorKind::kInternal);
}

std::string entries(size_t count) {
  return count == 1 ? "1 entry" : std::to_string(count) + " entries";
}

void list_skipped(const RunReport& report) {
  complain("INCOMPLETE: " + std::to_string(report.skipped.size()) + " not scanned");
  for (size_t i = 0; i < std::min(report.skipped.size(), kMostListed); ++i) {
    complain(report.skipped[i].path + ": " + report.skipped[i].reason);
  }
}

// Whether what matches nothing now may be dropped for good.
Result<void> check_sight(const Job& job, const RunReport& report) {
  if (!report.complete()) {
    return unreadable("what was not scanned may hold what the baseline knows; nothing was dropped");
  }
  if (job.sees == Seen::kPart) {
    return usage_error("prune looks at everything: name a whole repository or its top folder");
  }
  return {};
}

Result<gitleaks::Imported> read_import(const Options& options) {
  auto text = read_file(options.imported, kMostBaselineBytes);
  if (!text) return std::move(text).error().in(options.imported);
  auto imported = gitleaks::Imported::parse(*text);
  if (!imported) return std::move(imported).error().in(options.imported);
  return imported;
}

// The entries of what the other tool's file names, and a word on what it names in vain.
std::vector<BaselineEntry> entries_of(const gitleaks::Imported& imported, RunResult& result) {
  std::vector<BaselineEntry> entries;
  std::vector<bool> is_found(imported.size());
  for (const WatchedFinding& watched : result.watched) {
    const Finding& finding = watched.finding;
    for (const size_t entry : imported.entries_of(finding)) is_found[entry] = true;
    if (watched.by || finding.proof == Proof::kKnown) continue;
    entries.push_back(
        {baseline_key(finding), finding.rule->id, baseline_path(finding.origin->path), "", 0});
  }
  const auto found = std::count(is_found.begin(), is_found.end(), true);
  complain("note: " + std::to_string(found) + " of " + std::to_string(imported.size()) +
           " entries name what is found here; the others are not needed");
  return entries;
}

Result<std::string> change(const Options& options, const std::string& path, const Job& job,
                           RunResult& result) {
  size_t place = 0;
  const Baseline* found = baseline_of(job, place);
  const Baseline old = found != nullptr ? *found : Baseline(path, {});
  if (options.command == Command::kBaselinePrune) {
    if (auto ok = check_sight(job, result.report); !ok) return std::move(ok).error();
    const Baseline pruned = without_unused(old, place, result.used);
    if (auto ok = write(pruned, path); !ok) return std::move(ok).error();
    return escaped_for_terminal(path) + ": " + entries(pruned.size()) + ", " +
           std::to_string(old.size() - pruned.size()) + " dropped\n";
  }
  const Baseline updated = with_new(old, std::move(result.entries));
  if (auto ok = write(updated, path); !ok) return std::move(ok).error();
  return escaped_for_terminal(path) + ": " + entries(updated.size()) + ", " +
         std::to_string(updated.size() - old.size()) + " new\n";
}

Result<int> run(const Options& options) {
  auto path = place_of_baseline(options);
  if (!path) return std::move(path).error();
  if (auto ok = check_place(options, *path); !ok) return std::move(ok).error();
  auto job = job_of(options, *path);
  if (!job) return std::move(job).error();
  std::vector<std::string> notes;
  auto engine = set_up_engine(options, job->config, nullptr, notes);
  if (!engine) return std::move(engine).error();
  for (const std::string& note : notes) complain("note: " + note);
  RunOptions run_options = run_options_of(options);
  std::optional<gitleaks::Imported> imported;
  if (options.command == Command::kBaselineImport) {
    auto read = read_import(options);
    if (!read) return std::move(read).error();
    imported = *std::move(read);
    run_options.watch = [&](const Finding& finding) {
      return !imported->entries_of(finding).empty();
    };
  }
  run_options.keep_entries = !imported;
  auto result = run_job(*job, *engine, run_options);
  if (!result) return std::move(result).error();
  if (imported) result->entries = entries_of(*imported, *result);
  if (!result->report.complete()) list_skipped(result->report);
  const auto said = change(options, *path, *job, *result);
  if (!said) return said.error();
  if (auto ok = write_all(STDOUT_FILENO, *said); !ok) return std::move(ok).error();
  return result->report.complete() ? kExitClean : kExitIncomplete;
}

}  // namespace

int run_baseline_command(const Options& options) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  git::read_zeros_where_files_end();
  const auto code = run(options);
  if (code) return *code;
  complain(code.error().message());
  return exit_code_of(code.error());
}

}  // namespace aegis
