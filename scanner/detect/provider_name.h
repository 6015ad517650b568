// Values that are named after their provider and by nothing else: `acme = ...`, `"acme": "..."`,
// `acme '...'`.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "scanner/rule/rule.h"

namespace aegis {

// The provider whose id is the whole name of the value that begins at `value`, with a sign or a
// quote between them; an index into set.providers. Looks at no more than 41 bytes.
std::optional<uint32_t> provider_before(const RuleSet& set, std::string_view bytes, size_t value);

// Indices into set.rules: all of the provider's, and perhaps some of others with a longer id that
// begins like its own.
struct RuleRange {
  uint32_t begin = 0;
  uint32_t end = 0;
};
RuleRange rules_around(const RuleSet& set, uint32_t provider);

}  // namespace aegis
