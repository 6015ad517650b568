// What a run found, written for people or for programs.
//
// Every format takes any bytes in paths and lines and stays valid: control characters and what is
// not UTF-8 are escaped or replaced as the format asks. A secret is redacted unless `show_secrets`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/finding/finding.h"

namespace aegis {

struct Skipped {
  std::string path;
  std::string reason;  // and the remedy, where there is one
};

struct Explained {  // a candidate that became no finding, for --explain
  std::string path;
  uint64_t line = 0;
  uint64_t column = 0;
  std::string rule;
  std::string redacted;
  std::string filter;
};

struct Truncated {  // of what one rule finds in one document, the first are reported
  std::string path;
  std::string rule;
  uint64_t reported = 0;
  uint64_t more = 0;  // findings that are not
};

// A line that says what not to report, and has outlived its use.
struct StaleSuppression {
  std::string file;
  uint64_t line = 0;   // 0: of the file as a whole
  std::string reason;  // and the remedy
};

struct RunReport {
  std::vector<Finding> findings;  // in report_order
  std::vector<Skipped> skipped;   // in the order of their paths; not empty: the run is incomplete
  std::vector<Explained>
      explained;  // in the order of path, line, column, rule; empty unless asked for
  std::vector<Truncated> truncated;  // in the order of path and rule, each once
  std::vector<std::string> notes;    // things to know that make nothing incomplete
  uint64_t scanned = 0;              // documents read to their end
  uint64_t bytes = 0;
  uint64_t excluded = 0;                // documents left out by ignore rules
  uint64_t ignored = 0;                 // findings left out by the ignore file
  uint64_t baselined = 0;               // findings left out because a baseline holds them
  std::vector<StaleSuppression> stale;  // in the order of files and lines
  bool stale_fails = false;             // then it counts as a finding does
  std::string command;                  // "staged", "scan", ...
  std::string version;                  // of this program
  int64_t started = 0;  // seconds since 1970; only formats whose readers ask for it say when
  int64_t ended = 0;
  bool complete() const { return skipped.empty(); }
  // Whether there is something that somebody has to see to.
  bool objects() const { return !findings.empty() || (stale_fails && !stale.empty()); }
};

enum class Format {
  kText,
  kJson,
  kJsonl,
  kSarif,
  kGithub,       // workflow commands: annotations on the lines of a pull request
  kGitlab,       // secret detection report
  kCodeQuality,  // code quality report of GitLab
  kJunit,
  kCsv,
  kMarkdown,  // a job's summary
};

std::optional<Format> format_from(std::string_view name);

// Every name that format_from knows, in the order of the enumerators.
std::vector<std::string> format_names();

enum class Colour { kNo, kYes };
enum class Secrets { kRedacted, kShown };

struct ReportStyle {
  Format format = Format::kText;
  Colour colour = Colour::kNo;
  Secrets secrets = Secrets::kRedacted;
};

// The whole report. For kText: findings only, the summary is separate (it goes to stderr).
std::string render_report(const RunReport& report, const ReportStyle& style);

// For people, after a text report: what was scanned, what was skipped and why, what to do next.
std::string render_text_summary(const RunReport& report, Colour colour);

// `text` made safe for a terminal and a log: C0, C1, DEL, bidirectional controls and bytes that are
// not UTF-8 become \xNN or \u{N}.
std::string escaped_for_terminal(std::string_view text);

}  // namespace aegis
