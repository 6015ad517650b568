// The rules of a gitleaks configuration, tried on one stretch of text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/byte_span.h"
#include "scanner/base/result.h"
#include "scanner/base/secret.h"
#include "scanner/gitleaks/allowlist.h"
#include "scanner/gitleaks/config.h"
#include "scanner/gitleaks/line_index.h"

namespace aegis::gitleaks {

// What is looked at at once: keywords and parts of a rule count where they stand in the same one.
struct Fragment {
  Site site;
  std::string_view text;  // UTF-8
  Span core;              // a match counts when it begins in this stretch of the text
  bool is_first = true;   // of its document: rules that go by the path alone are tried
  uint64_t line = 1;      // number of the text's first line
  uint64_t column = 0;    // bytes of that line that stand before the text
};

struct Match {
  const Rule* rule = nullptr;
  Span span;  // in the fragment's text; empty where the path is all
  LinePlace place;
  Span lines;  // those it stands on, as of LineIndex::lines_of
  Secret secret;
  std::string shown;  // the match, every secret that is found in it cut out
  double entropy = 0;
  std::vector<std::string> tags;  // how it was encoded
  // Where the match and its secret stand in the text as it read once decoded.
  Span in_pass;
  Span secret_in_pass;
};

enum class AllowComments { kHeed, kIgnore };

// Immutable; shared by threads. REQUIRES: the configuration outlives it.
class Matcher {
 public:
  // Of one rule in one fragment; what matches more often is an error, for each match costs time.
  static constexpr size_t kMostMatches = 10'000;

  // What is encoded is decoded in up to `decodings` passes, each upon the one before.
  Matcher(const Config& config, AllowComments comments, unsigned decodings)
      : config_(config), comments_(comments), decodings_(decodings) {}

  // Whether an allowlist beside the rules lets everything at the site pass, or this match.
  bool allows(const Site& site) const;
  bool allows(const Site& site, const Passage& passage) const;

  // Appends what is found, in the order of rules and of places. An error names the rule that
  // matches too often; what was found before it is kept.
  Result<void> scan(const Fragment& fragment, std::vector<Match>& out) const;

 private:
  // One fragment on its way through the rules.
  struct Run;

  Result<void> scan_pass(Run& run, std::vector<Match>& out) const;
  bool wants(const Rule& rule, const std::vector<bool>& keywords) const;
  Result<void> find(const Rule& rule, Run& run, std::vector<Match>& out) const;
  Result<void> match(const Rule& rule, Run& run, std::vector<Match>& out) const;
  Result<void> keep_composite(const Rule& rule, Run& run, std::vector<Match>& found) const;
  bool accept(const Rule& rule, Run& run, Span span, Match& match) const;
  bool is_allowed(const Rule& rule, const Run& run, const Passage& passage) const;

  const Config& config_;
  AllowComments comments_;
  unsigned decodings_;
};

}  // namespace aegis::gitleaks
