// What one of gitleaks' allowlists lets pass.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/gitleaks/config_file.h"
#include "scanner/gitleaks/go_regex.h"
#include "scanner/gitleaks/word_finder.h"

namespace aegis::gitleaks {

// What stands where: parts of a document that is being scanned.
struct Site {
  std::string_view commit;  // empty where there is none
  std::string_view path;
};

// A match, as allowlists look at it.
struct Passage {
  std::string_view secret;
  std::string_view match;
  std::string_view line;  // the whole line or lines, the line feed before them included
};

// Immutable; shared by threads.
//
// Regexes are searched for, not anchored, and joined to one before they are compiled, as gitleaks
// does: flags such as `(?i)` in one of them count for those behind it, too.
class Allowlist {
 public:
  // An error names the regex and what is wrong with it.
  static Result<Allowlist> create(const AllowlistText& text);

  // Whether everything at this site passes, whatever the text.
  bool allows(const Site& site) const;
  // Whether this match passes.
  bool allows(const Site& site, const Passage& passage) const;
  // Whether it lets pass by paths alone all that stands at `path`: then it need not be read.
  bool allows_path(std::string_view path) const;

 private:
  Allowlist() = default;

  bool names_commit(const Site& site) const;
  bool names_path(std::string_view path) const;
  bool names(const Passage& passage) const;
  bool has_stopword(const Passage& passage) const { return stopwords_.finds_any(passage.secret); }

  Condition condition_ = Condition::kOr;
  RegexTarget target_ = RegexTarget::kSecret;
  std::set<std::string, std::less<>> commits_;  // in lower case
  std::optional<GoRegex> paths_;
  std::optional<GoRegex> regexes_;
  bool has_stopwords_ = false;
  WordFinder stopwords_;
};

}  // namespace aegis::gitleaks
