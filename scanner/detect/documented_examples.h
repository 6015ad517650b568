// The credentials that providers print in their documentation.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/detect/candidate.h"
#include "scanner/detect/rule_book.h"

namespace aegis {

// What is done with them.
enum class Examples { kLeaveOut, kReport };

// Those that the rules name as `not`, whichever rule tells them. What rules from the repository
// that is scanned name is for those rules alone. Immutable.
class DocumentedExamples {
 public:
  // REQUIRES: the books' rules outlive it.
  explicit DocumentedExamples(const std::vector<RuleBook>& books);

  bool contains(std::string_view token) const;

  // Of judged candidates, drops those that are examples; or else lets them count as such, with low
  // confidence, each once. A known value is the user's own, whatever it looks like. Sorts by place.
  void settle(std::string_view bytes, Examples examples, std::vector<Candidate>& candidates) const;

 private:
  std::vector<std::string_view> digests_;  // SHA-256, hex; sorted
};

}  // namespace aegis
