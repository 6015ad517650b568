// Credentials in HTTP headers and in the files of Docker clients.
#pragma once

#include <vector>

#include "scanner/detect/grammar.h"

namespace aegis {

// `Basic` at `keyword` and what follows it, when that decodes to user:password.
Span follow_basic(const Rule& rule, const GrammarText& text, Span keyword,
                  std::vector<Candidate>& out);

// `Bearer` at `keyword` and what follows it, when that looks random.
Span follow_bearer(const Rule& rule, const GrammarText& text, Span keyword,
                   std::vector<Candidate>& out);

// `"auth"` at `keyword` and the user:password in base64 that it names.
Span follow_docker_auth(const Rule& rule, const GrammarText& text, Span keyword,
                        std::vector<Candidate>& out);

}  // namespace aegis
