#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/engine_setup.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/output.h"
#include "scanner/git/mapped_file.h"
#include "scanner/git/range.h"
#include "scanner/git/staged.h"
#include "scanner/gitleaks/commit_messages.h"
#include "scanner/gitleaks/config.h"
#include "scanner/gitleaks/exceptions.h"
#include "scanner/gitleaks/flags.h"
#include "scanner/gitleaks/log_options.h"
#include "scanner/gitleaks/report.h"
#include "scanner/gitleaks/run.h"
#include "scanner/source/file_source.h"

namespace aegis {

namespace {

using gitleaks::Flags;
using gitleaks::Mode;

constexpr const char* kConfigInTarget = ".gitleaks.toml";
constexpr const char* kIgnoreInTarget = ".gitleaksignore";
constexpr uint64_t kMostBaseline = 256 << 20;
constexpr size_t kManyCommits = 30;  // worth the start of threads

// What is scanned.
struct Target {
  std::unique_ptr<Source> source;
  const git::RangeSource* range = nullptr;  // where it is one
  gitleaks::RunOptions options;
  std::vector<std::string> notes;
};

bool is_file(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

std::string in_folder(const std::string& folder, const char* name) {
  return (std::filesystem::path(folder) / name).lexically_normal().string();
}

// The first that there is: --config, what the environment names, the target's own.
Result<gitleaks::Config> find_config(const Flags& flags) {
  if (!flags.config.empty()) return gitleaks::load_config(flags.config);
  const char* path = std::getenv("GITLEAKS_CONFIG");
  if (path != nullptr && path[0] != '\0') return gitleaks::load_config(path);
  const char* text = std::getenv("GITLEAKS_CONFIG_TOML");
  if (text != nullptr && text[0] != '\0') {
    return gitleaks::config_of(text, "GITLEAKS_CONFIG_TOML");
  }
  const std::string own = in_folder(flags.source, kConfigInTarget);
  if (exists(own)) return gitleaks::load_config(own);
  return gitleaks::default_config();
}

unsigned processors() {
  return std::max(1u, std::thread::hardware_concurrency());
}

Result<Target> folder_target(const Flags& flags) {
  Target target;
  std::string path = std::filesystem::path(flags.source).lexically_normal().string();
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  target.options.jobs = processors();
  target.options.top = path == "." ? "" : path;
  std::vector<FileRoot> roots;
  roots.push_back({path, path, {}, nullptr});
  target.source = std::make_unique<FileSource>(std::move(roots));
  return target;
}

Result<Target> commits_target(const Flags& flags) {
  Target target;
  auto log = gitleaks::parse_log_options(flags.log_opts);
  if (!log) return std::move(log).error();
  git::RangeRequest request;
  request.revisions = std::move(log->revisions);
  auto source = git::RangeSource::open(flags.source, git::environment_of_process(), request);
  if (!source) return std::move(source).error();
  target.notes = std::move(log->notes);
  const auto& more = (*source)->notes();
  target.notes.insert(target.notes.end(), more.begin(), more.end());
  target.options.jobs = (*source)->commits() < kManyCommits ? 1 : processors();
  target.range = source->get();
  target.source = *std::move(source);
  return target;
}

Result<Target> staged_target(const Flags& flags) {
  Target target;
  auto source = git::StagedSource::open(flags.source, git::environment_of_process());
  if (!source) return std::move(source).error();
  target.options.date = gitleaks::kNoDate;
  target.source = *std::move(source);
  return target;
}

Result<Target> find_target(const Flags& flags) {
  switch (flags.mode) {
    case Mode::kGit:
      return commits_target(flags);
    case Mode::kStaged:
      return staged_target(flags);
    case Mode::kDir:
      return folder_target(flags);
    case Mode::kStdin: {
      Target target;
      target.source = std::make_unique<StreamSource>(STDIN_FILENO, "");
      return target;
    }
    case Mode::kUnstaged:
      break;
  }
  return usage_error("changes that are not staged are not scanned: use --staged, or dir");
}

Result<void> add_ignore_file(const std::string& path, gitleaks::Exceptions& exceptions,
                             std::vector<std::string>& notes) {
  if (!is_file(path)) return {};
  auto text = read_file(path, gitleaks::kMostConfigBytes);
  if (!text) return usage_error(path + ": " + text.error().message());
  const size_t before = exceptions.invalid_lines();
  exceptions.add_ignore_lines(*text);
  const size_t wrong = exceptions.invalid_lines() - before;
  if (wrong > 0) {
    notes.push_back(path + ": " + std::to_string(wrong) +
                    " lines are neither file:rule:line nor commit:file:rule:line");
  }
  return {};
}

Result<gitleaks::Exceptions> find_exceptions(const Flags& flags, std::vector<std::string>& notes) {
  gitleaks::Exceptions exceptions;
  for (const std::string& path : {flags.ignore_path, in_folder(flags.ignore_path, kIgnoreInTarget),
                                  in_folder(flags.source, kIgnoreInTarget)}) {
    if (auto ok = add_ignore_file(path, exceptions, notes); !ok) return std::move(ok).error();
  }
  if (flags.baseline_path.empty()) return exceptions;
  auto json = read_file(flags.baseline_path, kMostBaseline);
  auto read = json ? exceptions.add_baseline(*json) : std::move(json).error();
  if (!read)
    return usage_error("--baseline-path: " + flags.baseline_path + ": " + read.error().message());
  return exceptions;
}

// Writes what is asked for. An error: it could not be written.
Result<void> write_reports(const Flags& flags, const gitleaks::LeakReport& report,
                           const gitleaks::Config& config) {
  if (flags.verbose) {
    if (auto ok = write_all(STDOUT_FILENO, gitleaks::render_text(report.leaks)); !ok) return ok;
  }
  if (flags.report_path.empty()) return {};
  const auto format = gitleaks::report_format_from(flags.report_format);
  const std::string text = gitleaks::render(*format, report.leaks, config);
  return flags.report_path == "-" ? write_all(STDOUT_FILENO, text)
                                  : write_file_whole(flags.report_path, text);
}

void tell(const Flags& flags, const gitleaks::LeakReport& report,
          const std::vector<std::string>& notes) {
  for (const Skipped& skipped : report.skipped) {
    complain("not scanned: " + skipped.path + ": " + skipped.reason);
  }
  if (flags.log_level == "error" || flags.log_level == "fatal") return;
  for (const std::string& note : notes) complain("note: " + note);
  if (report.too_large > 0) {
    complain("note: " + std::to_string(report.too_large) +
             " files are larger than --max-target-megabytes; not scanned");
  }
  std::string summary =
      std::to_string(report.documents) + " scanned, " + std::to_string(report.bytes) + " bytes";
  if (report.excluded > 0) {
    summary += "; " + std::to_string(report.excluded) + " left out by path";
  }
  complain(summary);
  complain(report.leaks.empty()
               ? report.skipped.empty() ? "no leaks found" : "no leaks found in what was scanned"
               : "leaks found: " + std::to_string(report.leaks.size()));
}

int exit_code_of(const Flags& flags, const gitleaks::LeakReport& report) {
  const int code = report.leaks.empty() ? kExitClean : static_cast<int>(flags.exit_code);
  return code == kExitClean && !report.skipped.empty() ? kExitIncomplete : code;
}

// Of the files that decide what is reported: gitleaks does not scan them.
std::vector<std::string> unread_files(const Flags& flags) {
  std::vector<std::string> paths = {flags.config.empty() ? in_folder(flags.source, kConfigInTarget)
                                                         : flags.config};
  if (!flags.baseline_path.empty()) paths.push_back(in_folder(flags.baseline_path, ""));
  return paths;
}

Result<int> scan(Flags flags) {
  std::vector<std::string> notes = std::move(flags.notes);
  auto config = find_config(flags);
  if (!config) return std::move(config).error();
  if (!flags.enable_rules.empty()) {
    if (auto ok = keep_rules(*config, flags.enable_rules); !ok) return std::move(ok).error();
  }
  notes.insert(notes.end(), config->notes.begin(), config->notes.end());
  auto exceptions = find_exceptions(flags, notes);
  if (!exceptions) return std::move(exceptions).error();
  auto target = find_target(flags);
  if (!target) return std::move(target).error();
  notes.insert(notes.end(), target->notes.begin(), target->notes.end());
  auto& options = target->options;
  if (flags.ignore_allow_comments) options.comments = gitleaks::AllowComments::kIgnore;
  options.most_bytes = static_cast<uint64_t>(flags.most_megabytes) * 1'000'000;
  options.decodings = static_cast<unsigned>(std::max<int64_t>(0, flags.decode_depth));
  options.unread = unread_files(flags);
  std::optional<Engine> engine;
  if (config->own) {
    auto own = set_up_engine(Options(), Config(), nullptr, notes);
    if (!own) return std::move(own).error();
    engine = *std::move(own);
    options.engine = &*engine;
    if (flags.ignore_allow_comments) {
      notes.push_back("--ignore-gitleaks-allow: built-in rules heed comments all the same");
    }
  }
  auto report = gitleaks::run(*target->source, *config, options);
  if (!report) return std::move(report).error();
  std::erase_if(report->leaks, [&](const gitleaks::Leak& leak) { return exceptions->names(leak); });
  if (target->range != nullptr) {
    auto worker = gitleaks::DocumentLeaks::create(*config, options);
    if (!worker) return std::move(worker).error();
    add_messages(target->range->store(), *worker, report->leaks);
  }
  tell(flags, *report, notes);
  if (auto ok = write_reports(flags, *report, *config); !ok) return std::move(ok).error();
  return exit_code_of(flags, *report);
}

}  // namespace

int run_gitleaks_command(const Options& options) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  git::read_zeros_where_files_end();
  auto parsed = gitleaks::parse_flags(options.gitleaks_words);
  if (!parsed.flags) {
    const int fd = parsed.exit_code == 0 ? STDOUT_FILENO : STDERR_FILENO;
    return write_all(fd, parsed.text) ? parsed.exit_code : kExitInternal;
  }
  auto code = scan(*std::move(parsed.flags));
  if (code) return *code;
  complain(code.error().message());
  const bool is_usage = code.error().kind() == ErrorKind::kUsage;
  return is_usage ? gitleaks::kExitWrongUsage : exit_code_of(code.error());
}

}  // namespace aegis
