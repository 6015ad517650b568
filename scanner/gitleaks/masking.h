// Texts without the secrets that are in them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/byte_span.h"
#include "scanner/gitleaks/matcher.h"

namespace aegis::gitleaks {

// The places of all secrets of one fragment.
class SecretPlaces {
 public:
  explicit SecretPlaces(const std::vector<Match>& matches);

  // What the match says, "REDACTED" in the place of each secret that reaches into it and of each
  // repetition of its own. REQUIRES: it is a match of `text`, which the places are of.
  std::string masked(std::string_view text, const Match& match) const;

 private:
  std::vector<Span> spans_;  // apart from each other, in order
};

// `text`, a file's or a person's name or a message, fit for a report.
std::string printable(const Matcher& matcher, const std::string& text);

}  // namespace aegis::gitleaks
