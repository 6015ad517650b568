// What reports say about a finding in a log: when it was written, and how often.
#pragma once

#include <string>

#include "scanner/base/json.h"
#include "scanner/finding/finding.h"
#include "scanner/report/report.h"

namespace aegis {

// Adds time, json_path, unit; count, first_seen, last_seen, other_files; group. Each is absent
// where it is not known, all for a finding of no log. Texts may hold any bytes; the whole is to be
// escaped_in_json.
void add_log_fields(Json& object, const Finding& finding, Secrets secrets);

// "at 2026-11-24T10:00:00Z, in $.http.headers, of nginx.service"; "14 times, first ..., last ...,
// in 2 other files (a.log, b.log)". Empty where nothing is known. Not escaped and not redacted.
std::string log_place_in_words(const Finding& finding);
std::string sightings_in_words(const Finding& finding);

}  // namespace aegis
