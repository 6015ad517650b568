#include "scanner/cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>
#include <vector>

#include "scanner/cli/exit_code.h"

namespace aegis {

namespace {

// Each time it is given it takes one value. The library would take what follows as well: the path
// that is to be scanned, say.
void add_list(CLI::App& app, const char* name, std::vector<std::string>& values, const char* help) {
  app.add_option(name, values, help)->allow_extra_args(false);
}

// What decides what is found.
void add_detection_flags(CLI::App& app, Options& options) {
  app.add_option("--confidence", options.confidence,
                 "least confidence that is reported: low, medium or high")
      ->check(CLI::IsMember({"low", "medium", "high"}))
      ->capture_default_str();
  add_list(app, "--rules", options.rules, "more rules: a file, or a folder of files");
  app.add_flag("--trust-config", options.trust_config,
               "let the repository's .aegis.json switch built-in rules off");
  app.add_option("-j,--jobs", options.jobs, "threads; default: one for each processor");
}

void add_report_flags(CLI::App& app, Options& options) {
  app.add_option("-f,--format", options.format, "how the report is written")
      ->check(CLI::IsMember(format_names()))
      ->capture_default_str();
  app.add_option("-o,--output", options.output, "write the report to this file");
  add_list(app, "--also", options.also,
           "FORMAT=FILE: one more report of the same run; may be given more than once");
  add_detection_flags(app, options);
  add_list(app, "--known", options.known,
           "find the secrets that stand in this file, or in the files of this folder");
  app.add_flag("--no-known", options.no_known,
               "not those that your own configuration names for every scan");
  app.add_flag("--allow-readable", options.allow_readable,
               "known secrets from files that others may read, too");
  app.add_option(
      "--baseline", options.baseline,
      "leave out the findings that this file holds; default: .aegisbaseline, where it is");
  app.add_flag("--strict", options.strict,
               "fail where a suppression has expired, is of no use or gives no reason");
  app.add_flag("--include-examples", options.include_examples,
               "report the credentials that providers print in their documentation, as such");
  app.add_flag("--show-secrets", options.show_secrets,
               "print secrets in clear; only to a terminal");
  app.add_flag("--explain", options.explain,
               "say of each dropped candidate which filter dropped it");
  app.add_flag("--stats", options.stats, "print counters and timers of each stage");
  app.add_flag("-q,--quiet", options.quiet, "no summary when nothing was found");
  app.add_option("--chunk-size", options.chunk_size, "bytes scanned at a time; for tests")
      ->check(CLI::Range(size_t{1}, size_t{1} << 30))
      ->group("");
}

// What the program was given. Flags are made only for the commands that are named in it: to make
// those of all costs half of what it takes to start.
class Words {
 public:
  Words(int argc, const char* const* argv) : words_(argv, argv + argc) {}

  bool name(const CLI::App& command) const {
    return std::find(words_.begin(), words_.end(), command.get_name()) != words_.end();
  }

 private:
  std::vector<std::string_view> words_;
};

CLI::App& add_command(CLI::App& app, const char* name, const char* help, Command command,
                      Options& options) {
  CLI::App* sub = app.add_subcommand(name, help);
  sub->callback([&options, command] { options.command = command; });
  return *sub;
}

void add_shard_flag(CLI::App& app, const char* help, Options& options) {
  app.add_option("--shard", options.shard, help);
}

// Revisions are what is left over, since --not is about those that follow it: flags of the library
// forget where they stood.
void add_range_command(CLI::App& app, const Words& words, Options& options) {
  CLI::App& range =
      add_command(app, "range", "Scan what a range of commits adds: aegis range main..HEAD",
                  Command::kRange, options);
  if (!words.name(range)) return;
  range.allow_extras();
  range.callback([&options, &range] {
    options.command = Command::kRange;
    options.revisions = range.remaining();
  });
  range.add_flag("--pre-push", options.pre_push, "read what git gives to the pre-push hook");
  range.add_flag("--pre-receive", options.pre_receive,
                 "read what git gives to the pre-receive hook");
  range
      .add_option("--deadline", options.deadline,
                  "seconds after which the scan stops and is incomplete; 0: none; default: 30 "
                  "with --pre-receive, else none")
      ->check(CLI::Range(0.0, 1e6));
  range
      .add_option("--on-incomplete", options.on_incomplete,
                  "with --pre-receive, what a push meets that could not be scanned whole; "
                  "default: block")
      ->check(CLI::IsMember({"block", "warn"}));
  range.add_option("--remote", options.remote,
                   "with --pre-push: the remote's name, git's first argument to the hook");
  add_report_flags(range, options);
  range.footer(
      "Exceptions and rules of the repository (.aegisignore, .aegis.json) are those of the one "
      "commit\n"
      "that the range leaves out; with --pre-receive those of HEAD. Where it leaves out none, or\n"
      "several, those of the work tree, in a bare repository those of HEAD.\n\n"
      "Revisions: A..B, A...B (from the merge base), A ^B, A^!, --not, --all, --branches, --tags,\n"
      "--remotes, the last three also with =NAME. What each may be is what git understands: ids, "
      "refs,\n~N, ^N, @{N}, @{upstream}.");
}

void add_history_command(CLI::App& app, const Words& words, Options& options) {
  CLI::App& history = add_command(app, "history", "Scan all that a repository has ever held",
                                  Command::kHistory, options);
  if (!words.name(history)) return;
  history.add_option("repository", options.repository, "a folder in it, or a bare one")
      ->capture_default_str();
  history.add_flag("--reachable", options.reachable,
                   "only what refs and HEAD lead to: no reflogs, nothing that hangs in the air");
  history.add_option("--branch", options.branch,
                     "only what this branch, or any revision, leads to");
  history.add_option("--since", options.since,
                     "only what came in on this day or later: 2026-01-31, or 2026-01-31T12:00:00Z");
  history.add_option("--state", options.state,
                     "remember in this file what was scanned, and scan only what is new");
  add_shard_flag(history,
                 "I/N: scan the I-th of N parts of the objects; each finding is in one part, as it "
                 "is in the whole; not with --state",
                 options);
  add_report_flags(history, options);
}

void add_logs_command(CLI::App& app, const Words& words, Options& options) {
  CLI::App& logs = add_command(app, "logs", "Scan logs, plain and compressed; report a secret once",
                               Command::kLogs, options);
  if (!words.name(logs)) return;
  logs.add_option("path", options.paths,
                  "files, folders, patterns such as '/var/log/*.log'; - is standard input");
  logs.add_option("--state", options.state,
                  "remember in this file what was scanned and reported, and go on there");
  logs.add_flag("--append", options.append,
                "add the report to what the file of -o holds; with -f jsonl");
  logs.add_option("--mask", options.mask,
                  "write a copy of the log without its secrets to this file; - is standard output");
  logs.add_option("--range", options.byte_range, "only bytes START:END of the one log");
  logs.add_option("--shard", options.shard, "I/N: scan the I-th of N parts of the logs");
  logs.add_flag("--every", options.every, "report every place, not each secret once");
  logs.add_flag("--journal", options.journal,
                "run journalctl and scan the journal; with paths: these are what it wrote");
  logs.add_option("--commit-every", options.commit_every, "bytes between commits; for tests")
      ->group("");
  add_report_flags(logs, options);
}

void add_scan_commands(CLI::App& app, const Words& words, Options& options) {
  CLI::App& staged =
      add_command(app, "staged", "Scan what is about to be committed", Command::kStaged, options);
  if (words.name(staged)) add_report_flags(staged, options);
  add_range_command(app, words, options);
  add_history_command(app, words, options);
  CLI::App& scan = add_command(app, "scan", "Scan files and folders", Command::kScan, options);
  scan.add_option("path", options.paths, "files and folders")->required();
  if (words.name(scan)) {
    add_shard_flag(scan, "I/N: scan the I-th of N parts of the files, by their paths", options);
    add_report_flags(scan, options);
  }
  CLI::App& stdin_command =
      add_command(app, "stdin", "Scan standard input", Command::kStdin, options);
  stdin_command.add_option("--name", options.stdin_name, "what findings call it")
      ->capture_default_str();
  if (words.name(stdin_command)) add_report_flags(stdin_command, options);
  add_logs_command(app, words, options);
}

void add_explain_command(CLI::App& app, const Words& words, Options& options) {
  CLI::App& explain = add_command(app, "explain", "Say why something is a finding, or is none",
                                  Command::kExplain, options);
  if (!words.name(explain)) return;
  explain
      .add_option("finding", options.finding,
                  "a fingerprint, or its first digits, or PATH:LINE of a file")
      ->required();
  explain.add_option("repository", options.repository, "where a fingerprint is looked for")
      ->capture_default_str();
  explain.add_option("--baseline", options.baseline,
                     "a baseline; default: .aegisbaseline, where it is");
  add_list(explain, "--rules", options.rules, "more rules: a file, or a folder of files");
  explain.add_flag("--trust-config", options.trust_config,
                   "let the repository's .aegis.json switch built-in rules off");
  add_list(explain, "--known", options.known, "the secrets of this file or folder");
  explain.add_flag("--no-known", options.no_known, "not what your own configuration names");
}

void add_baseline_commands(CLI::App& app, const Words& words, Options& options) {
  CLI::App& baseline =
      *app.add_subcommand("baseline", "The findings of a day, which are not reported again");
  if (!words.name(baseline)) return;
  baseline.require_subcommand(1);
  const auto add = [&](const char* name, const char* help, Command command) {
    CLI::App& sub = add_command(baseline, name, help, command, options);
    if (command == Command::kBaselineImport) {
      sub.add_option("file", options.imported,
                     "a .secrets.baseline, a JSON report of gitleaks, or a .gitleaksignore")
          ->required();
    }
    sub.add_option("repository", options.repository,
                   "a repository, whose history is looked at, or a folder in none")
        ->capture_default_str();
    sub.add_option("--baseline", options.baseline,
                   "the file; default: .aegisbaseline at the top of the work tree");
    add_detection_flags(sub, options);
  };
  add("create", "Write down all that is found now", Command::kBaselineCreate);
  add("update", "Add what is new; notes are kept", Command::kBaselineUpdate);
  add("prune", "Drop what is found no more", Command::kBaselinePrune);
  add("import", "Add what another tool's file knows, as far as it is found here",
      Command::kBaselineImport);
}

void add_rules_commands(CLI::App& app, Options& options) {
  CLI::App* rules = app.add_subcommand("rules", "List, show or check rules");
  rules->require_subcommand(1);
  CLI::App& list =
      add_command(*rules, "list", "All rules, a line each", Command::kRulesList, options);
  list.add_flag("--counts", options.counts, "how many each provider has, and how they are proven");
  CLI::App& show = add_command(*rules, "show", "One rule, with generated examples",
                               Command::kRulesShow, options);
  show.add_option("id", options.rule_id, "the rule's id")->required();
  for (CLI::App* command : {&list, &show}) {
    add_list(*command, "--rules", options.rules, "more rules: a file, or a folder of files");
    command->add_option("-f,--format", options.format, "text or json")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
  }
  CLI::App& check = add_command(*rules, "check", "Check rule files", Command::kRulesCheck, options);
  check.add_option("path", options.paths, "rule files, or folders of them")->required();
  CLI::App& test = add_command(*rules, "test",
                               "Try rules on texts, and say where they find else "
                               "than expected",
                               Command::kRulesTest, options);
  test.add_option("file", options.paths, "the tests (rules/README.md, \"Tests\")")
      ->required()
      ->expected(1);
  add_list(test, "--rules", options.rules, "more rules: a file, or a folder of files");
}

void add_hooks_commands(CLI::App& app, Options& options) {
  CLI::App* hooks = app.add_subcommand("hooks", "The git hooks of this repository, or of all");
  hooks->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, Command command) -> CLI::App& {
    CLI::App& sub = add_command(*hooks, name, help, command, options);
    sub.add_flag("--global", options.global, "for all repositories of the user");
    return sub;
  };
  const auto add_with_kinds = [&](const char* name, const char* help, Command command) {
    add(name, help, command)
        .add_option("--hooks", options.hooks,
                    "which: pre-commit, pre-merge-commit, commit-msg, pre-push, pre-receive")
        ->capture_default_str();
  };
  add_with_kinds("install", "Install them; a hook that is there is kept and runs first",
                 Command::kHooksInstall);
  add_with_kinds("uninstall", "Remove them and put back what was there", Command::kHooksUninstall);
  add_with_kinds("status", "Say what is installed", Command::kHooksStatus);
  add("doctor", "Prove where nothing can be harmed that they stop a credential",
      Command::kHooksDoctor);
}

void add_known_commands(CLI::App& app, const Words& words, Options& options) {
  CLI::App* known = app.add_subcommand("known", "Your own secrets: which are known, and how kept");
  if (!words.name(*known)) return;
  known->require_subcommand(1);
  CLI::App& list = add_command(*known, "list", "Their names and files, and what is not looked for",
                               Command::kKnownList, options);
  CLI::App& check = add_command(*known, "check", "Whether all of them can be read",
                                Command::kKnownCheck, options);
  CLI::App& audit =
      add_command(*known, "audit", "Who may read them, how old they are, where else they stand",
                  Command::kKnownAudit, options);
  for (CLI::App* command : {&list, &check, &audit}) {
    add_list(*command, "--from", options.known,
             "files and folders of secrets, or `standard` for the usual places; "
             "default: what your configuration names, or else the usual places");
    command->add_flag("--no-known", options.no_known, "not what your own configuration names");
    command->add_flag("--allow-readable", options.allow_readable,
                      "read files that others may read, too");
  }
  audit.add_option("--max-age", options.most_days, "days after which a file's secrets are old")
      ->capture_default_str();
  audit.add_flag("--processes", options.processes, "look into the environments of processes too");
  audit.add_option("-f,--format", options.format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

void add_agent_commands(CLI::App& app, const Words& words, Options& options) {
  CLI::App& agent = *app.add_subcommand(
      "agent", "Answer a coding agent's hook, which is read from standard input");
  if (!words.name(agent)) return;
  agent.callback([&options, &agent] {
    if (agent.get_subcommands().empty()) options.command = Command::kAgent;
  });
  agent.add_option("--client", options.client,
                   "who asks: claude-code, cursor, copilot, gemini or codex; default: told by what "
                   "it says");
  const auto add = [&](const char* name, const char* help, Command command) {
    CLI::App& sub = add_command(agent, name, help, command, options);
    sub.add_option("--settings", options.settings, "the file of its settings; default: the user's");
    return sub
        .add_option("client", options.client, "claude-code, cursor, copilot, gemini or codex")
        ->check(CLI::IsMember({"claude-code", "cursor", "copilot", "gemini", "codex"}));
  };
  add("install", "Have an agent ask Aegis; its other settings are kept", Command::kAgentInstall)
      ->required();
  add("uninstall", "Have it ask no more", Command::kAgentUninstall)->required();
  add("status", "Say which agents ask", Command::kAgentStatus);
}

std::string version_line() {
  return std::string("aegis ") + program_version() + "\n";
}

}  // namespace

const char* program_version() {
  return AEGIS_VERSION;
}

ParsedCommandLine parse_command_line(int argc, const char* const* argv) {
  // Without the library, which answers by an exception: the first one costs a static program 3 ms.
  if (argc == 2 && std::string_view(argv[1]) == "--version")
    return {std::nullopt, version_line(), kExitClean};
  Options options;
  // Its flags are read by gitleaks' rules.
  if (argc > 1 && std::string_view(argv[1]) == "gitleaks") {
    options.command = Command::kGitleaks;
    options.gitleaks_words.assign(argv + 2, argv + argc);
    return {std::move(options), {}, 0};
  }
  CLI::App app("Finds credentials before they leave a machine.", "aegis");
  app.set_version_flag("--version", version_line());
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 clean, 1 findings, 2 usage or configuration, 3 incomplete, 4 internal "
      "error.");
  const Words words(argc, argv);
  add_scan_commands(app, words, options);
  add_explain_command(app, words, options);
  add_baseline_commands(app, words, options);
  add_rules_commands(app, options);
  add_hooks_commands(app, options);
  add_known_commands(app, words, options);
  add_agent_commands(app, words, options);
  app.add_subcommand("gitleaks", "gitleaks' commands, flags, configuration and reports");
  CLI::App& watch = add_command(app, "watch", "Look at what is new in repositories and logs",
                                Command::kWatch, options);
  if (words.name(watch)) add_watch_flags(watch, options.watch);
  CLI::App& incidents =
      add_command(app, "incidents", "What the watch has found, and what came of it",
                  Command::kIncidents, options);
  if (words.name(incidents)) add_incidents_flags(incidents, options.watch);
  try {
    app.parse(argc, argv);
    return {std::move(options), {}, 0};
  } catch (const CLI::CallForVersion& version) {
    return {std::nullopt, version.what(), kExitClean};
  } catch (const CLI::CallForHelp&) {
    return {std::nullopt, app.help(), kExitClean};
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return {std::nullopt, app.help(), kExitClean};
    return {std::nullopt, std::string("aegis: ") + error.what() + "\nRun with --help for usage.\n",
            kExitUsage};
  }
}

}  // namespace aegis
