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

// Built-in rules, those of --rules, and those of `config`, less what a trusted config switches off;
// beside them `known`, which may be null. `notes` receives what the user should know.
Result<Engine> set_up_engine(const Options& options, const Config& config,
                             std::shared_ptr<const KnownBook> known,
                             std::vector<std::string>& notes);

}  // namespace aegis
