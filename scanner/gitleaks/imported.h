// What other tools' files say is known, held against this program's findings.
//
// - detect-secrets' .secrets.baseline: files, and SHA-1 hashes of the secrets in them
// - a JSON report of gitleaks: files, lines, and secrets in clear or redacted
// - a .gitleaksignore: files, rules and lines
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/finding/finding.h"

namespace aegis::gitleaks {

// Immutable; shared by threads.
class Imported {
 public:
  // Tells the kind of file by what stands in it. An error says what is wrong with it.
  static Result<Imported> parse(std::string_view text);

  size_t size() const { return entries_.size(); }
  // The entries, numbers below size(), that name the finding: they have its file, and
  // - the hash of its secret, or the secret itself; of a private key, which detect-secrets does not
  //   hash, the line
  // - where the secret is redacted or not told: a line that it stands on, and a rule that finds the
  //   same, or one that says no more than that it is a secret. A commit is not compared: the same
  //   lines are told of in more than one.
  std::vector<size_t> entries_of(const Finding& finding) const;

 private:
  enum class By : uint8_t { kHash, kSecret, kLine };

  struct Entry {
    By by = By::kLine;
    std::string file;
    std::string secret;  // or its hash in hex
    std::string rule;    // of gitleaks
    uint64_t line = 0;
    uint64_t end_line = 0;
  };

  Result<void> add_detect_secrets(std::string_view json);
  Result<void> add_report(std::string_view json);
  Result<void> add_ignore_lines(std::string_view text);
  void add(Entry entry);
  static bool names(const Entry& entry, const Finding& finding, const std::string& hash);

  std::vector<Entry> entries_;
  std::unordered_multimap<std::string, size_t> by_file_;
};

}  // namespace aegis::gitleaks
