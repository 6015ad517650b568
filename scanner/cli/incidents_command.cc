// incidents list, show, ack, resolve, ignore, reopen: what the watch has found, and what came of
// it.
#include <unistd.h>

#include <ctime>

#include "scanner/base/fd.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/output.h"
#include "scanner/incident/incident_store.h"
#include "scanner/incident/schema.h"
#include "scanner/scan/date.h"
#include "scanner/watch/incident_text.h"
#include "scanner/watch/watch_config.h"

namespace aegis {

namespace {

struct Answer {
  std::string text;
  int code = kExitClean;
};

Error no_such(int64_t id) {
  return usage_error("there is no incident " + std::to_string(id) +
                     "; `aegis incidents list --all` shows those there are");
}

// Where the store is: as the configuration says, or in the usual place where there is none.
Result<std::string> store_path(const WatchOptions& options) {
  const auto places = Places::from_environment();
  if (!places) return places.error();
  const std::string path = options.config.empty() ? places->config : options.config;
  if (options.config.empty() && !exists(path)) return places->state + "/incidents.db";
  const auto config = load_watch_config(path, *places);
  if (!config) return config.error();
  return config->state + "/incidents.db";
}

Result<Answer> list(const WatchOptions& options, const IncidentStore& store) {
  const auto incidents = store.list(options.all);
  if (!incidents) return incidents.error();
  if (options.format == "json") return Answer{incidents_json(*incidents)};
  return Answer{incidents->empty() ? "nothing is open\n" : incidents_text(*incidents)};
}

Result<Answer> show(const WatchOptions& options, const IncidentStore& store) {
  const auto incident = store.find(options.incident);
  if (!incident) return incident.error();
  if (!*incident) return no_such(options.incident);
  const auto events = store.events(options.incident);
  if (!events) return events.error();
  return Answer{options.format == "json" ? incident_json(**incident, *events)
                                         : incident_text(**incident, *events)};
}

IncidentStatus status_after(IncidentAction action) {
  switch (action) {
    case IncidentAction::kAcknowledge:
      return IncidentStatus::kAcknowledged;
    case IncidentAction::kResolve:
      return IncidentStatus::kResolved;
    case IncidentAction::kIgnore:
      return IncidentStatus::kIgnored;
    default:
      return IncidentStatus::kOpen;
  }
}

Result<Answer> change(const WatchOptions& options, IncidentStore& store) {
  const auto now = static_cast<int64_t>(std::time(nullptr));
  int64_t until = 0;
  if (!options.until.empty()) {
    const auto day = parse_date(options.until);
    if (!day) return usage_error("--until wants a day: 2026-01-31");
    if (*day <= now) return usage_error("--until wants a day that is to come");
    until = *day;
  }
  const IncidentStatus status = status_after(options.incident_action);
  const auto done =
      store.set_status(options.incident, status, until, escaped_for_terminal(options.note), now);
  if (!done) return done.error();
  if (!*done) return no_such(options.incident);
  return Answer{"incident " + std::to_string(options.incident) + ": " + name_of(status) + "\n"};
}

Result<Answer> answer_to(const WatchOptions& options) {
  const auto path = store_path(options);
  if (!path) return path.error();
  const bool only_lists = options.incident_action == IncidentAction::kList;
  if (!exists(*path) && only_lists) return Answer{"nothing is open: the watch has not run yet\n"};
  if (!exists(*path)) return no_such(options.incident);
  const auto database = open_store(*path);
  if (!database) return database.error();
  IncidentStore store(*database);
  if (only_lists) return list(options, store);
  if (options.incident_action == IncidentAction::kShow) return show(options, store);
  return change(options, store);
}

}  // namespace

int run_incidents_command(const Options& options) {
  const auto answer = answer_to(options.watch);
  if (!answer) {
    complain(answer.error().message());
    return exit_code_of(answer.error());
  }
  return write_all(STDOUT_FILENO, answer->text) ? answer->code : kExitInternal;
}

}  // namespace aegis
