// Whether a rule keeps its promises: compiles and finds its own examples.
#pragma once

#include "scanner/base/result.h"
#include "scanner/rule/rule.h"

namespace aegis {

// Compiles `rule` alone (with the rule of its `with`, if any) and looks for generated examples of
// each of its variants. What does not compile, no example, or an example that is not found is an
// error that names the rule. Grammars have no shape to make examples from and pass.
Result<void> check_rule(const RuleSet& set, const Rule& rule);

// check_rule on every rule; the messages of all that failed, a line each.
Result<void> check_rules(const RuleSet& set);

}  // namespace aegis
