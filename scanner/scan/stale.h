// Suppressions that have outlived their use.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scanner/report/report.h"
#include "scanner/scan/suppression.h"

namespace aegis {

// What a run has seen of what suppressions may be about: that one was of no use can be said only
// where everything was.
enum class Seen {
  kPart,
  kFiles,    // all files below the folder: what the ignore file says of paths and of findings
  kHistory,  // all objects of a repository: what it says of findings, and baselines
};

enum class Strictness { kLax, kStrict };

// Those that have expired and, as far as all was seen, those that were of no use; where it is
// strict, also those of an ignore file that have no reason. In the order of files and lines; many
// of one file become fewer with a count. `printable` takes credentials out of names.
std::vector<StaleSuppression> stale_suppressions(
    const Suppressions& suppressions, const SuppressionUse& used, Seen seen, Strictness strictness,
    const std::function<std::string(const std::string&)>& printable);

}  // namespace aegis
