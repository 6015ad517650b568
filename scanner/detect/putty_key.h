// Private keys in PuTTY's form.
#pragma once

#include <vector>

#include "scanner/detect/grammar.h"

namespace aegis {

// The key whose first line has `keyword`, "PuTTY-User-Key-File-". Says its kind, its size and
// whether it is encrypted; an encrypted one is less severe.
void follow_putty_key(const Rule& rule, const GrammarText& text, Span keyword,
                      std::vector<Candidate>& out);

}  // namespace aegis
