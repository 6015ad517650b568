#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <new>

#include "scanner/cli/commands.h"
#include "scanner/cli/options.h"
#include "scanner/cli/output.h"

namespace {

// What a crash leaves behind must hold no secret.
void forbid_core_dumps() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

// With a standard descriptor closed, the next file opened would take its number, and a report would
// be written into it.
void occupy_standard_descriptors() {
  int fd = 0;
  do {
    fd = ::open("/dev/null", O_RDWR);
  } while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd > STDERR_FILENO) ::close(fd);
}

int run(const aegis::Options& options) {
  switch (options.command) {
    case aegis::Command::kStaged:
    case aegis::Command::kRange:
    case aegis::Command::kHistory:
    case aegis::Command::kScan:
    case aegis::Command::kStdin:
      return aegis::run_scan_command(options);
    case aegis::Command::kLogs:
      return aegis::run_logs_command(options);
    case aegis::Command::kRulesList:
    case aegis::Command::kRulesShow:
    case aegis::Command::kRulesCheck:
    case aegis::Command::kRulesTest:
      return aegis::run_rules_command(options);
    case aegis::Command::kBaselineCreate:
    case aegis::Command::kBaselineUpdate:
    case aegis::Command::kBaselinePrune:
    case aegis::Command::kBaselineImport:
      return aegis::run_baseline_command(options);
    case aegis::Command::kExplain:
      return aegis::run_explain_command(options);
    case aegis::Command::kHooksInstall:
    case aegis::Command::kHooksUninstall:
    case aegis::Command::kHooksStatus:
    case aegis::Command::kHooksDoctor:
      return aegis::run_hooks_command(options);
    case aegis::Command::kKnownList:
    case aegis::Command::kKnownCheck:
    case aegis::Command::kKnownAudit:
      return aegis::run_known_command(options);
    case aegis::Command::kAgent:
      return aegis::run_agent_command(options);
    case aegis::Command::kAgentInstall:
    case aegis::Command::kAgentUninstall:
    case aegis::Command::kAgentStatus:
      return aegis::run_agent_settings_command(options);
    case aegis::Command::kGitleaks:
      return aegis::run_gitleaks_command(options);
    case aegis::Command::kWatch:
      return aegis::run_watch_command(options);
    case aegis::Command::kIncidents:
      return aegis::run_incidents_command(options);
  }
  return 4;
}

}  // namespace

int main(int argc, char** argv) {
  forbid_core_dumps();
  // A file that may not grow as it must is an error like a full disk, not a death.
  std::signal(SIGXFSZ, SIG_IGN);
  occupy_standard_descriptors();
  const aegis::ParsedCommandLine parsed = aegis::parse_command_line(argc, argv);
  if (parsed.options) {
    try {
      return run(*parsed.options);
    } catch (const std::bad_alloc&) {
      aegis::complain("out of memory; nothing was reported");
      return 4;
    }
  }
  const int fd = parsed.exit_code == 0 ? STDOUT_FILENO : STDERR_FILENO;
  return aegis::write_all(fd, parsed.text) ? parsed.exit_code : 4;
}
