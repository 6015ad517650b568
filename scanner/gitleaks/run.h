// A run with a gitleaks configuration: every document of a source, and what leaks in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/detect/engine.h"
#include "scanner/gitleaks/config.h"
#include "scanner/gitleaks/leak.h"
#include "scanner/gitleaks/matcher.h"
#include "scanner/report/report.h"
#include "scanner/source/source.h"

namespace aegis::gitleaks {

struct RunOptions {
  unsigned jobs = 1;
  const Engine* engine = nullptr;  // of the own rules, where the configuration has them run
  AllowComments comments = AllowComments::kHeed;
  unsigned decodings = 0;           // passes in which what is encoded is decoded
  uint64_t most_bytes = 0;          // of a document that is read; 0: any
  std::vector<std::string> unread;  // paths of the configuration and the baseline themselves
  std::string date;                 // of what is in no commit
  // Of a walk through folders: an allowlist that names one of them, from this one down, names all
  // that is below it.
  std::optional<std::string> top;
};

// How gitleaks writes that what is staged has no date yet.
inline constexpr const char* kNoDate = "0001-01-01T00:00:00Z";

struct LeakReport {
  std::vector<Leak> leaks;       // by file, line, column, rule
  std::vector<Skipped> skipped;  // not empty: the run is incomplete
  uint64_t documents = 0;
  uint64_t bytes = 0;
  uint64_t excluded = 0;   // documents that an allowlist, or `unread`, names by their paths
  uint64_t too_large = 0;  // documents of more than most_bytes: not scanned, as asked for
};

// The same documents give the same report for any number of jobs. An error: nothing could be
// listed.
Result<LeakReport> run(Source& source, const Config& config, const RunOptions& options);

}  // namespace aegis::gitleaks
