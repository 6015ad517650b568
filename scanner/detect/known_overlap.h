// Which of known values, and of what rules find at the same place, is reported.
#pragma once

#include <vector>

#include "scanner/detect/candidate.h"

namespace aegis {

// Drops known values that stand within longer ones, and what rules found where next to nothing is
// left of it beside known values; of such a rule's provider the known value takes how to rotate it.
// What a rule found beyond known values stays. REQUIRES: candidates are sorted by place.
void settle_known_values(std::vector<Candidate>& candidates);

}  // namespace aegis
