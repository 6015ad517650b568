// The engine that a command line asks for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/options.h"
#include "scanner/detect/engine.h"
#include "scanner/scan/config.h"

namespace aegis {

// Built-in rules, those of --rules and of the user's own configuration, and those of `config`, less
// what a trusted config switches off; beside them `known`, which may be null. `notes` receives what
// the user should know.
Result<Engine> set_up_engine(const Options& options, const Config& config,
                             std::shared_ptr<const KnownBook> known,
                             std::vector<std::string>& notes);

// The program's own rules, less those whose ids stand in `set`: a rule of the same id is taken for
// another version of it. Empty when none is left.
Result<std::vector<RuleBook>> built_in_rules_beside(const RuleSet& set);

}  // namespace aegis
