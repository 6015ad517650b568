// Private keys in PEM and PuTTY form.
#pragma once

#include <vector>

#include "scanner/detect/grammar.h"

namespace aegis {

// The block that begins at `keyword`, its label's words among those of the rule; a block without an
// end counts when enough of a body follows. Says the key's kind, its size and whether it is
// encrypted; an encrypted one is less severe.
// Returns an empty span.
Span follow_private_key(const Rule& rule, const GrammarText& text, Span keyword,
                        std::vector<Candidate>& out);

}  // namespace aegis
