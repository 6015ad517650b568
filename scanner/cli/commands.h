// The subcommands. Each writes its report to standard output, everything else to standard error,
// and returns the exit code.
#pragma once

#include "scanner/cli/options.h"

namespace aegis {

int run_scan_command(const Options& options);            // staged, range, history, scan, stdin
int run_logs_command(const Options& options);            // logs
int run_rules_command(const Options& options);           // rules list, show, check, test
int run_baseline_command(const Options& options);        // baseline create, update, prune, import
int run_explain_command(const Options& options);         // explain
int run_hooks_command(const Options& options);           // hooks install, uninstall, status, doctor
int run_known_command(const Options& options);           // known list, check, audit
int run_gitleaks_command(const Options& options);        // gitleaks git, dir, stdin, ...
int run_watch_command(const Options& options);           // watch
int run_incidents_command(const Options& options);       // incidents list, show, ack, ...
int run_agent_command(const Options& options);           // agent
int run_agent_settings_command(const Options& options);  // agent install, uninstall, status

}  // namespace aegis
