// --stats: what each stage did, and how long it took.
#pragma once

#include <string>

#include "scanner/detect/engine.h"

namespace aegis {

// A table for people. Times are summed over all threads.
std::string render_stats(const StageStats& stats);

}  // namespace aegis
