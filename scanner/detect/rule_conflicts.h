// Whether rules get in each other's way.
#pragma once

#include <vector>

#include "scanner/base/result.h"
#include "scanner/detect/rule_book.h"
#include "scanner/rule/rule.h"

namespace aegis {

// An error, a line for each, names both rules where
//   - two match the same, at the same words: it would be chance which of them reports;
//   - what one matches, another one always reports: the first is of no use;
//   - an id stands twice, or the rules of `set` cannot be compiled together.
// Rules of `set` are held against each other and against those of `beside`, whose own conflicts are
// not looked for. REQUIRES: check_rules found nothing wrong with `set`.
Result<void> check_conflicts(const RuleSet& set, std::vector<RuleBook> beside);

}  // namespace aegis
