// Names for findings in logs that stay the same from day to day.
#pragma once

#include <string>

#include "scanner/finding/finding.h"

namespace aegis {

// Made of the rule, the log's name before rotation, and the line without its secrets, in which
// whatever has a digit in it, months and days of the week stand for any others: a line that a
// program writes again and again has the same one each time. Says nothing about the secret.
std::string log_fingerprint(const Finding& finding);

}  // namespace aegis
