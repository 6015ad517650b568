// Comments that allow a finding on their own line.
#pragma once

#include <string>
#include <string_view>

#include "scanner/rule/shape_match.h"

namespace aegis {

// The allow comment that covers a finding of `rule` over `secret`, as it is spelt, or nothing.
//
//   aegis:allow                  any rule           aegis:allow=rule-a,rule-b     those rules
//   aegis:allow-next-line        the same of the line below it, also with =rule-a,rule-b
//   gitleaks:allow  betterleaks:allow  trufflehog:ignore  kingfisher:ignore  ggignore
//   pragma: allowlist secret     pragma: whitelist secret     pragma: allowlist nextline secret
//
// Each counts on the lines of the finding only; those of the next line on the line before. At most
// 1,024 bytes of a line to either side of the secret are looked at.
std::string_view allow_comment(std::string_view bytes, Span secret, std::string_view rule);

}  // namespace aegis
