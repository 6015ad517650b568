// What reports say about a finding, in words. Not escaped: the caller knows for whom.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/report/report.h"

namespace aegis {

// "GitHub fine-grained personal access token"; of a file, "Terraform state"
std::string what_it_is(const Provider& provider, const Rule& rule);
std::string what_it_is(const Finding& finding);

// "its checksum is right (AWS account 123456789012)"
std::string proof_in_words(const Finding& finding);

// "rotate it: https://github.com/settings/tokens"
std::string what_to_do(const Provider& provider, const Rule& rule);
std::string what_to_do(const Finding& finding);

// All of it in one paragraph: what it is, why it is believed, what to do now.
std::string summed_up(const Finding& finding);

// "add this line to .aegisignore: finding:<fingerprint>": what to do where it is no secret.
std::string how_to_allow(const Finding& finding);

// "1 file", "2 files", "0 files"
// "FILE: 1000 findings of rule ID are listed, 500 more are not"
std::string in_words(const Truncated& truncated);

// "FILE, line 3: it leaves nothing out; remove the line"
std::string in_words(const StaleSuppression& stale);

// The report's notes, and one for each truncated list and each stale suppression.
std::vector<std::string> notes_of(const RunReport& report);

std::string counted(uint64_t number, std::string_view noun);

// "512 B", "1.2 MB": rounded down
std::string size_in_words(uint64_t bytes);

// "2026-01-31T12:00:00", in UTC, of seconds since 1970
std::string utc_in_words(int64_t seconds);

}  // namespace aegis
