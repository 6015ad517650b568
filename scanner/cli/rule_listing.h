// `aegis rules list`: all rules, and how many there are of each kind.
#pragma once

#include <string>

#include "scanner/detect/engine.h"

namespace aegis {

// A line a rule, and one of counts.
std::string list_rules(const Engine& engine);

// A line a provider: how many rules it has, and how their findings are proven. The last is of all.
std::string count_rules(const Engine& engine);

// The same as one object: "rules", "providers" and "proofs".
std::string list_rules_as_json(const Engine& engine);

}  // namespace aegis
