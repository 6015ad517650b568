// What is known of one finding, in words.
#pragma once

#include <functional>
#include <string>

#include "scanner/detect/engine.h"
#include "scanner/scan/run.h"
#include "scanner/scan/suppression.h"

namespace aegis {

// Takes credentials out of texts that users wrote.
using Printable = std::function<std::string(const std::string&)>;

// For a terminal: the finding as a text report has it, whether something suppresses it and which
// line of which file that is, a line ready to be pasted that would, and the rule. No secret.
std::string explanation_of(const WatchedFinding& watched, const Engine& engine,
                           const Suppressions& suppressions, const Printable& printable);

}  // namespace aegis
