// scheme://user:password@host
#pragma once

#include <vector>

#include "scanner/detect/grammar.h"

namespace aegis {

// The password of the URL whose `://` is at `keyword`, when its scheme is among the rule's words or
// the rule has none. Returns an empty span.
Span follow_url(const Rule& rule, const GrammarText& text, Span keyword,
                std::vector<Candidate>& out);

}  // namespace aegis
