// What a team has decided to be no leak: .gitleaksignore files, and reports of earlier runs.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/gitleaks/leak.h"

namespace aegis::gitleaks {

class Exceptions {
 public:
  // The lines of a .gitleaksignore: `file:rule:line`, whatever the commit, or
  // `commit:file:rule:line`. Lines that are neither are counted by invalid_lines().
  void add_ignore_lines(std::string_view text);
  size_t invalid_lines() const { return invalid_lines_; }

  // A report in gitleaks' JSON. Secrets in it may be in clear or redacted. An error says what is
  // wrong with it.
  Result<void> add_baseline(std::string_view json);

  // Whether it was decided that this is none. A leak is in a baseline when rule, file, commit and
  // first line are the same and so is the secret; where the baseline has it redacted, its entropy.
  bool names(const Leak& leak) const;

 private:
  bool names(const Leak& leak, const std::string& rule) const;

  struct Known {
    std::string secret;  // empty: redacted
    float entropy = 0;
  };

  std::set<std::string, std::less<>> fingerprints_;
  std::unordered_multimap<std::string, Known> baseline_;  // by fingerprint
  size_t invalid_lines_ = 0;
};

}  // namespace aegis::gitleaks
