// Puts judged candidates into their document: lines, columns, the text around them.
#pragma once

#include <cstddef>
#include <vector>

#include "scanner/detect/candidate.h"
#include "scanner/detect/engine.h"
#include "scanner/source/chunk.h"

namespace aegis {

// Appends a finding for each candidate of the chunk's core that was not dropped, and, where wanted,
// a Dropped for each that was. Returns the number of findings.
size_t place_candidates(const Chunk& chunk, std::vector<Candidate>& candidates, Detections& out);

}  // namespace aegis
