// Compiled rule books of the user's own rules, kept between runs.
//
// A folder that only its owner can enter, below $XDG_CACHE_HOME or ~/.cache. An entry's name is the
// SHA-256 of the rules, the library's version and this program's embedded rules, so nothing stale
// is ever found. An entry that is not a private file of the user's own is not read: the library
// trusts what it loads. Whatever goes wrong here only costs time.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/detect/rule_book.h"
#include "scanner/rule/rule_file.h"

namespace aegis {

// The book of `files`, from the cache or compiled, checked and stored.
Result<RuleBook> cached_rule_book(const std::vector<RuleText>& files);

}  // namespace aegis
