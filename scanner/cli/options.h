// What the command line says, as typed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/watch_options.h"
#include "scanner/report/report.h"
#include "scanner/rule/rule.h"

namespace aegis {

enum class Command {
  kStaged,
  kRange,
  kHistory,
  kScan,
  kStdin,
  kLogs,
  kRulesList,
  kRulesShow,
  kRulesCheck,
  kRulesTest,
  kExplain,
  kBaselineCreate,
  kBaselineUpdate,
  kBaselinePrune,
  kBaselineImport,
  kHooksInstall,
  kHooksUninstall,
  kHooksStatus,
  kHooksDoctor,
  kKnownList,
  kKnownCheck,
  kKnownAudit,
  kAgent,
  kAgentInstall,
  kAgentUninstall,
  kAgentStatus,
  kGitleaks,
  kWatch,
  kIncidents,
};

struct Options {
  Command command = Command::kScan;
  std::vector<std::string> paths;      // scan; logs; rules check
  std::vector<std::string> revisions;  // range, with --not and its like, in their order
  bool pre_push = false;               // range: standard input is what git gives to that hook
  bool pre_receive = false;
  std::optional<double> deadline;  // range: seconds; 0: none
  std::string on_incomplete;       // range --pre-receive: "block" or "warn"
  std::string remote;              // range --pre-push: where to
  std::string repository = ".";    // history, baseline, explain
  bool reachable = false;          // history: what refs lead to only
  std::string branch;              // history: what this one leads to only
  std::string since;               // history: what came in on this day or later
  std::string state;               // history, logs: the file that remembers what was scanned
  std::string shard;               // history, logs, scan: "2/3"; empty: all
  bool append = false;             // logs: the report is added to what the file holds
  std::string mask;                // logs: a file for a copy without secrets, or "-"
  std::string byte_range;          // logs: START:END
  bool every = false;              // logs: each place is reported, not each secret once
  bool journal = false;            // logs: of systemd
  uint64_t commit_every = 0;       // logs: bytes; 0: the default
  std::string rule_id;             // rules show
  std::string finding;             // explain: a fingerprint's first digits, or a path and a line
  bool counts = false;             // rules list: how many there are, not which
  std::string hooks = "pre-commit,pre-merge-commit";  // hooks: which, by git's names
  bool global = false;                                // hooks: of all repositories of the user
  std::string format = "text";
  std::string output;             // a file, or empty for standard output
  std::vector<std::string> also;  // more reports, each FORMAT=FILE
  std::string confidence = "medium";
  std::vector<std::string> rules;           // --rules
  std::vector<std::string> known;           // --known, and --from of `known`
  bool no_known = false;                    // not what the user's configuration names
  bool allow_readable = false;              // known secrets in files that others may read
  uint64_t most_days = 90;                  // known audit: a file's age
  bool processes = false;                   // known audit
  std::string client;                       // agent: which one asks, or is installed for
  std::string settings;                     // agent: the file of its settings; empty: the user's
  std::vector<std::string> gitleaks_words;  // gitleaks: all that stands behind it
  std::string imported;                     // baseline import: the other tool's file
  std::string baseline;                     // a file; empty: the usual one, where it is
  bool strict = false;                      // stale suppressions are as bad as findings
  bool trust_config = false;
  bool include_examples = false;
  bool show_secrets = false;
  bool explain = false;
  bool stats = false;
  bool quiet = false;
  unsigned jobs = 0;      // 0: as many as there are processors
  size_t chunk_size = 0;  // 0: the default
  std::string stdin_name = "<stdin>";
  WatchOptions watch;  // watch, incidents
};

// What main does next: run the command, or print a text and leave.
struct ParsedCommandLine {
  std::optional<Options> options;
  std::string text;  // help, version or an error
  int exit_code = 0;
};

// Never throws. Only looks at `arguments`.
ParsedCommandLine parse_command_line(int argc, const char* const* argv);

const char* program_version();

}  // namespace aegis
