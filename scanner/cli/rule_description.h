// `aegis rules show`: all that is known of one rule.
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/detect/engine.h"

namespace aegis {

// A field a line. Examples are made from the rule's shape and masked: a terminal's scrollback and a
// CI log are read by scanners too. An error: there is no such rule.
Result<std::string> describe_rule(const Engine& engine, const std::string& id);

// The same fields as one object.
Result<std::string> describe_rule_as_json(const Engine& engine, const std::string& id);

}  // namespace aegis
