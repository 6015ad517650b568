// Regular expressions as Go's regexp package reads them, which is what gitleaks' configuration
// holds.
//
// RE2 has that syntax and that meaning (leftmost match, first alternative), and takes time linear
// in the text whatever the expression. Immutable; shared by threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/byte_span.h"
#include "scanner/base/result.h"

namespace re2 {
class RE2;
}

namespace aegis::gitleaks {

class GoRegex {
 public:
  // An error says what is wrong with the expression, in RE2's words.
  static Result<GoRegex> compile(const std::string& pattern);

  GoRegex(GoRegex&&) noexcept;
  GoRegex& operator=(GoRegex&&) noexcept;
  ~GoRegex();

  const std::string& pattern() const { return pattern_; }
  int groups() const;

  // REQUIRES, for what follows: `text` is UTF-8.

  // The leftmost match that begins in [from, text's end] and ends at or before `end`. What stands
  // before `from` and behind `end` is seen by `\b`, `^` and `$`.
  std::optional<Span> find(std::string_view text, size_t from, size_t end) const;

  // Whether a match stands anywhere in `text`, be it an empty one.
  bool matches(std::string_view text) const;

  // The groups of the leftmost match, from group 1 on; those that took no part are empty. Nothing
  // where there is no match.
  std::optional<std::vector<std::string_view>> groups_of(std::string_view text) const;

 private:
  GoRegex(std::string pattern, std::unique_ptr<const re2::RE2> regex);

  std::string pattern_;
  std::unique_ptr<const re2::RE2> regex_;
};

}  // namespace aegis::gitleaks
