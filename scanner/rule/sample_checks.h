// What makes a sample pass its rule's check.
#pragma once

#include <string>

#include "scanner/base/char_set.h"
#include "scanner/rule/rule.h"
#include "scanner/rule/sample.h"

namespace aegis {

// `filled`, a text of the rule's shape, changed so that the check holds, as far as that can be done
// by changing it; perhaps of another length.
std::string completed(Check check, std::string filled, SampleRandom& random);

// `length` characters of `set`.
std::string random_text(const CharSet& set, size_t length, SampleRandom& random);

}  // namespace aegis
