// What gitleaks calls a finding.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/secret.h"
#include "scanner/source/introduction.h"

namespace aegis::gitleaks {

struct Leak {
  std::string rule;
  std::vector<std::string> other_names;  // of the rule, by which exceptions may call it
  std::string description;
  std::vector<std::string> tags;
  std::string file;
  // From 1; 0 where a file's name is all. Columns count bytes, the end ones those of the first
  // place behind.
  uint64_t start_line = 0;
  uint64_t end_line = 0;
  uint64_t start_column = 0;
  uint64_t end_column = 0;
  Secret secret;
  std::string match;  // what the rule matched, every secret in it cut out
  float entropy = 0;  // of the secret
  std::shared_ptr<const Introduction> introduction;  // null for what is in no history
  std::string date;     // of its commit, in UTC: "2026-01-02T03:04:05Z"
  std::string message;  // of its commit
};

inline constexpr const char* kRedacted = "REDACTED";

// Whether a report says so instead of a secret: gitleaks leaves out all of it, or leaves its
// beginning and three dots.
inline bool is_redacted(std::string_view secret) {
  return secret.empty() || secret == kRedacted ||
         (secret.size() >= 3 && secret.substr(secret.size() - 3) == "...");
}

// "file:rule:line", as .gitleaksignore names it whatever commit it is in.
inline std::string place_of(const Leak& leak, const std::string& rule) {
  return leak.file + ":" + rule + ":" + std::to_string(leak.start_line);
}

// The same with the commit before it, where there is one.
inline std::string fingerprint_of(const Leak& leak, const std::string& rule) {
  const bool is_in_commit = leak.introduction && !leak.introduction->commit.empty();
  return (is_in_commit ? leak.introduction->commit + ":" : "") + place_of(leak, rule);
}

}  // namespace aegis::gitleaks
