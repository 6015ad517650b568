#include "scanner/cli/watch_options.h"

#include <CLI/CLI.hpp>

namespace aegis {

namespace {

void add_config_flag(CLI::App& app, WatchOptions& options) {
  app.add_option("--config", options.config,
                 "the configuration; default: aegis/watch.json in the configuration folder");
}

void add_format_flag(CLI::App& app, WatchOptions& options) {
  app.add_option("-f,--format", options.format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

}  // namespace

void add_watch_flags(CLI::App& watch, WatchOptions& options) {
  add_config_flag(watch, options);
  add_format_flag(watch, options);
  const auto add = [&](const char* name, const char* help, WatchAction action) {
    return watch.add_flag_callback(
        name, [&options, action] { options.action = action; }, help);
  };
  CLI::Option* init =
      add("--init", "write a configuration that explains itself, unless there is one",
          WatchAction::kInit);
  CLI::Option* install = add("--install-timer", "have systemd run the watch daily for this user",
                             WatchAction::kInstallTimer);
  CLI::Option* remove = add("--remove-timer", "take that timer away", WatchAction::kRemoveTimer);
  install->excludes(init);
  remove->excludes(init)->excludes(install);
  CLI::App* status = watch.add_subcommand("status", "The timer, the last run, what is open");
  status->callback([&options] { options.action = WatchAction::kStatus; });
  add_config_flag(*status, options);
  add_format_flag(*status, options);
}

void add_incidents_flags(CLI::App& incidents, WatchOptions& options) {
  incidents.require_subcommand(1);
  const auto add = [&](const char* name, const char* help, IncidentAction action) -> CLI::App& {
    CLI::App& sub = *incidents.add_subcommand(name, help);
    sub.callback([&options, action] { options.incident_action = action; });
    add_config_flag(sub, options);
    return sub;
  };
  CLI::App& list = add("list", "What is open", IncidentAction::kList);
  list.add_flag("--all", options.all, "also what is resolved, ignored or gone");
  CLI::App& show = add("show", "One, with what to do and what happened", IncidentAction::kShow);
  CLI::App& ack = add("ack", "Somebody is at it", IncidentAction::kAcknowledge);
  CLI::App& resolve = add("resolve", "It has been exchanged", IncidentAction::kResolve);
  CLI::App& ignore =
      add("ignore", "It is no secret, or none that matters", IncidentAction::kIgnore);
  CLI::App& reopen = add("reopen", "It is not done with", IncidentAction::kReopen);
  ignore.add_option("--until", options.until, "the day on which it opens again: 2026-01-31");
  for (CLI::App* sub : {&list, &show}) add_format_flag(*sub, options);
  for (CLI::App* sub : {&show, &ack, &resolve, &ignore, &reopen}) {
    sub->add_option("incident", options.incident, "its number")->required();
  }
  for (CLI::App* sub : {&ack, &resolve, &ignore, &reopen}) {
    sub->add_option("--note", options.note, "why, for those who read it later");
  }
}

}  // namespace aegis
