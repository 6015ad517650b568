// What of a finding a report may show. The one place in the program that lets a secret out.
#pragma once

#include <string>
#include <string_view>

#include "scanner/finding/finding.h"
#include "scanner/report/report.h"

namespace aegis {

std::string shown_secret(const Finding& finding, Secrets secrets);

// `text`, which came with the finding (its path, its name, its line), with the finding's own secret
// cut out where it stands there once more. Of a short one nothing is cut out: "config" as a
// password must not blot out a path, and would be readable from the blot.
std::string shown_text(std::string_view text, const Finding& finding, Secrets secrets);

inline std::string shown_path(const Finding& finding, Secrets secrets) {
  return shown_text(finding.origin->path, finding, secrets);
}

}  // namespace aegis
