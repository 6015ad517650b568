// gitleaks' command line: its commands and flags, read by its rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace aegis::gitleaks {

enum class Mode { kGit, kStaged, kUnstaged, kDir, kStdin };

struct Flags {
  Mode mode = Mode::kGit;
  std::string source = ".";
  std::string baseline_path;
  std::string config;
  std::vector<std::string> enable_rules;
  int64_t exit_code = 1;  // of a run that finds leaks
  std::string ignore_path = ".";
  bool ignore_allow_comments = false;
  int64_t decode_depth = 5;  // passes
  std::string log_level = "info";
  std::string log_opts;
  int64_t most_megabytes = 0;
  std::string report_format;
  std::string report_path;  // "-": standard output; empty: none
  bool verbose = false;
  std::vector<std::string> notes;  // flags that change nothing here, and why
};

inline constexpr int kExitUnknownFlag = 126;
inline constexpr int kExitWrongUsage = 1;  // of gitleaks, for all else that is wrong

// What comes next: the scan, or a text and an exit code.
struct ParsedFlags {
  std::optional<Flags> flags;
  std::string text;
  int exit_code = 0;
};

// `words` are what stands behind "gitleaks". A flag that cannot be honoured is refused or noted.
ParsedFlags parse_flags(const std::vector<std::string>& words);

}  // namespace aegis::gitleaks
