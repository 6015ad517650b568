// Which of several rules reports the same bytes.
#pragma once

#include <vector>

#include "scanner/detect/candidate.h"

namespace aegis {

// Of candidates that share bytes only the best proven, most specific one stays; the others are
// dropped. What a rule that knows the form has ruled out, a rule that goes by the name does not
// report either.
//
// No rule hides what another one would have reported: who stays is as certain as those that it
// stands for, unless it has an objection, which those that know less do not. Rules from the
// repository that is scanned make no others blind, with objections or without. REQUIRES: candidates
// are sorted by place, and judged.
void keep_best_of_overlapping(std::vector<Candidate>& candidates);

}  // namespace aegis
