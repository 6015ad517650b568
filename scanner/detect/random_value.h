// Random values that are named as a key.
#pragma once

#include <vector>

#include "scanner/detect/grammar.h"

namespace aegis {

// A value run that is named as something secret, by the rule's words, and looks random.
void find_random_value(const Rule& rule, const GrammarText& text, Span run,
                       std::vector<Candidate>& out);

}  // namespace aegis
