// Rules that go by a file's name, as rule files say them.
#pragma once

#include "scanner/base/result.h"
#include "scanner/rule/fields.h"
#include "scanner/rule/rule.h"

namespace aegis {

// Reads what only such rules have. What is wrong becomes a complaint of `fields`.
void read_file_rule(Fields& fields, FileRule& rule);

// An error when two rules of the set go by the same name: names both.
Result<void> check_file_rules(const RuleSet& set);

}  // namespace aegis
