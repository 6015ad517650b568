// Text made safe for whoever displays it. Beside the functions here: escaped_for_terminal, in
// report.h.
//
// Terminals obey control characters; people misread invisible and bidirectional ones; the logs of
// build servers obey marks (##[...], ##vso[...], a line that begins with ::).
#pragma once

#include <string>
#include <string_view>

namespace aegis {

// As escaped_for_terminal, for text that may come first on a line.
std::string escaped_at_line_start(std::string_view text);

// `text` as words of Markdown: nothing in it is markup. REQUIRES: it is safe for a terminal.
std::string escaped_for_markdown(std::string_view text);

// The same JSON value, in which no string holds in clear what a terminal or a log could obey.
// REQUIRES: `json` is valid JSON in UTF-8.
std::string escaped_in_json(std::string_view json);

}  // namespace aegis
