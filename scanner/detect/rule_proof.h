// How a finding of a rule is proven.
#pragma once

#include "scanner/finding/finding.h"
#include "scanner/rule/rule.h"

namespace aegis {

// At best: a checksum may be wrong, a counterpart absent, a structure unreadable.
Proof best_proof(const Rule& rule);

}  // namespace aegis
