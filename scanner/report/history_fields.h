// What reports say about a finding's past: who brought it in, and where it still is.
#pragma once

#include <string>

#include "scanner/base/json.h"
#include "scanner/finding/finding.h"
#include "scanner/report/report.h"

namespace aegis {

// Adds commit, author, email and date; places, in_head, refs, pushed and exposed. Each is absent
// where it is not known. Texts may hold any bytes; the whole is to be escaped_in_json.
void add_history_fields(Json& object, const Finding& finding, Secrets secrets);

// "1a2b3c4d5e6f, A U Thor <author@example.com>, 2026-01-02T03:04:05+01:00"; empty where nothing is
// known. Not escaped and not redacted, like those of wording.h.
std::string introduction_in_words(const Finding& finding);

// "not in HEAD; on 3 refs (main, v1.0, ...); pushed; in 1 other place (b/c)"
std::string exposure_in_words(const Finding& finding);

}  // namespace aegis
