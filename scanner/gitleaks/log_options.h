// What gitleaks hands to `git log`, as revisions.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace aegis::gitleaks {

struct LogOptions {
  std::vector<std::string> revisions;
  std::vector<std::string> notes;  // options that would leave something out, and do not
};

// Of --log-opts; where that is empty, all refs. Options that only say how commits are shown are
// dropped; those that leave commits out and cannot be followed are refused, unless more is scanned
// without them: then they are noted.
Result<LogOptions> parse_log_options(const std::string& words);

}  // namespace aegis::gitleaks
