// Passwords on command lines: `curl -u user:password`, `sshpass -p password`,
// `ConvertTo-SecureString "password" -AsPlainText`.
#pragma once

#include <vector>

#include "scanner/detect/grammar.h"

namespace aegis {

// The passwords that the command at `keyword` is given on its line. Returns an empty span.
Span follow_command(const Rule& rule, const GrammarText& text, Span keyword,
                    std::vector<Candidate>& out);

}  // namespace aegis
