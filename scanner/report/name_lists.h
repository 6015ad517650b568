// Texts and lists of names that come with a finding, for reports.
#pragma once

#include <string>
#include <string_view>

#include "scanner/base/json.h"
#include "scanner/finding/finding.h"
#include "scanner/report/report.h"

namespace aegis {

// {"count": 5, "some": [...]}
Json several_object(const Several& all, const Finding& finding, Secrets secrets);

// Adds the text, unless it is empty.
void add_text(Json& object, const char* key, const std::string& text, const Finding& finding,
              Secrets secrets);

// Appends `more`, unless it is empty, a separator before it where there are words already.
void add_words(std::string& words, std::string_view more, std::string_view separator);

// "3 refs (main, v1.0, ...)"
std::string several_in_words(const Several& all, std::string_view noun);

}  // namespace aegis
