// The engine that a command line asks for.
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/cli/options.h"
#include "scanner/detect/engine.h"
#include "scanner/scan/config.h"

namespace aegis {

// Built-in rules, those of --rules, and those of `config`, less what a trusted config switches off.
// `notes` receives what the user should know.
Result<Engine> set_up_engine(const Options& options, const Config& config,
                             std::vector<std::string>& notes);

}  // namespace aegis
