// Files that clients keep passwords in: .netrc and .pgpass.
#pragma once

#include <vector>

#include "scanner/detect/grammar.h"

namespace aegis {

// machine HOST login USER password VALUE, on one line or several, from `machine` at `keyword`.
// Returns an empty span.
Span follow_netrc(const Rule& rule, const GrammarText& text, Span keyword,
                  std::vector<Candidate>& out);

// host:port:database:user:password lines in [begin, end) of a password file.
void find_pgpass(const GrammarText& text, Span lines, std::vector<Candidate>& out);

}  // namespace aegis
