// Texts without the secrets that are in them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/byte_span.h"
#include "scanner/gitleaks/matcher.h"

namespace aegis::gitleaks {

// The places of the secrets that were found in one reading of a fragment: as it is, or decoded.
class SecretPlaces {
 public:
  explicit SecretPlaces(std::vector<Span> spans);

  // What a match in `text`, that reading, says: "REDACTED" in the place of each secret that reaches
  // into it, and of each repetition of its own. Line feeds before it are left out.
  std::string masked(std::string_view text, Span match, std::string_view own_secret) const;

 private:
  std::vector<Span> spans_;  // apart from each other, in order
};

// `text`, a file's or a person's name or a message, fit for a report.
std::string printable(const Matcher& matcher, const std::string& text);

}  // namespace aegis::gitleaks
