// watch, watch status: one run over all that its configuration names, and how that stands.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>

#include "scanner/base/fd.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/output.h"
#include "scanner/cli/own_path.h"
#include "scanner/incident/incident_store.h"
#include "scanner/incident/schema.h"
#include "scanner/watch/timer.h"
#include "scanner/watch/watch_config.h"
#include "scanner/watch/watch_run.h"
#include "scanner/watch/watch_summary.h"

namespace aegis {

namespace {

struct Answer {
  std::string text;
  int code = kExitClean;
};

std::string folder_of(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

std::string host_name() {
  utsname names{};
  return ::uname(&names) == 0 ? names.nodename : "an unnamed host";
}

Result<Answer> init(const std::string& path) {
  for (const std::string& folder : {folder_of(folder_of(path)), folder_of(path)}) {
    if (!folder.empty()) ::mkdir(folder.c_str(), 0700);  // whether it is there, the file tells
  }
  const Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd && errno == EEXIST) {
    return usage_error(path + ": is there already; it was left as it is");
  }
  if (!fd) return system_error(ErrorKind::kUsage, "cannot make " + path, errno);
  if (auto ok = write_all(fd.get(), sample_watch_config()); !ok)
    return std::move(ok).error().in(path);
  return Answer{"written: " + path + "\nname in it what to look at, then run `aegis watch`\n"};
}

int code_of(const WatchOutcome& outcome) {
  if (!outcome.open.empty() || !outcome.unrecorded.empty()) return kExitFindings;
  return outcome.problems.empty() ? kExitClean : kExitIncomplete;
}

Result<Answer> watch(const WatchOptions& options, const WatchConfig& config) {
  const auto outcome = run_watch(config, {own_path(), {host_name(), program_version()}});
  if (!outcome) return outcome.error();
  const int code = code_of(*outcome);
  if (options.format == "json") return Answer{watch_summary_json(*outcome, code), code};
  const bool is_silent =
      outcome->is_clean() && outcome->untold.empty() && ::isatty(STDOUT_FILENO) == 0;
  return Answer{is_silent ? "" : watch_summary(*outcome), code};
}

Result<Answer> status(const WatchOptions& options, const WatchConfig& config,
                      const std::string& timer) {
  WatchStatus status;
  status.timer = timer;
  const std::string path = config.state + "/incidents.db";
  if (exists(path)) {
    const auto database = open_store(path);
    if (!database) return database.error();
    auto runs = RunLog(*database).last(1);
    if (!runs) return std::move(runs).error();
    if (!runs->empty()) status.last = std::move(runs->front());
    auto open = IncidentStore(*database).list(false);
    if (!open) return std::move(open).error();
    status.open = open->size();
  }
  return Answer{options.format == "json" ? watch_status_json(status) : watch_status(status)};
}

Result<Answer> answer_to(const WatchOptions& options) {
  const auto places = Places::from_environment();
  if (!places) return places.error();
  const std::string path = options.config.empty() ? places->config : options.config;
  const std::string config_folder = folder_of(folder_of(places->config));
  const auto plain = [](Result<std::string> text) -> Result<Answer> {
    if (!text) return std::move(text).error();
    return Answer{*std::move(text)};
  };
  if (options.action == WatchAction::kInit) return init(path);
  if (options.action == WatchAction::kRemoveTimer) return plain(remove_timer(config_folder));
  const auto config = load_watch_config(path, *places);
  if (!config) return config.error();
  if (options.action == WatchAction::kInstallTimer) {
    return plain(install_timer(config_folder, own_path()));
  }
  if (options.action == WatchAction::kStatus) {
    return status(options, *config, timer_status(config_folder));
  }
  return watch(options, *config);
}

}  // namespace

int run_watch_command(const Options& options) {
  const auto answer = answer_to(options.watch);
  if (!answer) {
    complain(answer.error().message());
    return exit_code_of(answer.error());
  }
  return write_all(STDOUT_FILENO, answer->text) ? answer->code : kExitInternal;
}

}  // namespace aegis
