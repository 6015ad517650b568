// Findings that several commits bring.
#pragma once

#include <vector>

#include "scanner/finding/finding.h"

namespace aegis {

// Takes out of `findings` those that another one repeats, and gives them: the same secret on the
// same line of the same path, brought by more than one commit. That of the earliest commit stays.
// What is in no history repeats nothing. Keeps the order of what stays.
std::vector<Finding> take_repeats(std::vector<Finding>& findings);

}  // namespace aegis
