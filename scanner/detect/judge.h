// From candidates to findings: the filters, and which of several rules reports the same bytes.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/detect/candidate.h"

namespace aegis {

// Runs the filters over every candidate, cheapest first; the first objection wins. Then resolves
// pairs and overlaps: of candidates that share bytes only the best proven, most specific one stays.
// No filter objects to a known value: what stands in a text does not decide what its user's own
// secrets are. Sorts by place. `bytes` are what the candidates' spans count in.
void judge(std::string_view bytes, std::vector<Candidate>& candidates);

// Resolves the overlaps of candidates that were judged apart: those of a text and those of what is
// encoded in it. Sorts by place.
void resolve_overlaps(std::vector<Candidate>& candidates);

// Whether the candidate will come to nothing, or to less than `least`, whatever stands elsewhere in
// the text: its own bytes and the few beside them decide it.
bool is_hopeless(std::string_view bytes, Candidate candidate, Confidence least);

}  // namespace aegis
