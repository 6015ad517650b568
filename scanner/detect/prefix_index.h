// How the tokens begin that are known by their beginning, and how long they are at least.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rule/rule.h"

namespace aegis {

struct TokenPrefix {
  std::string text;
  uint32_t least = 0;  // length of the shortest token that begins so

  bool operator==(const TokenPrefix&) const = default;
};

// Of the rules that need nothing beside their tokens, where the beginning says whose they are;
// sorted by text, no two alike. REQUIRES: the rules passed load_rules.
std::vector<TokenPrefix> token_prefixes(const RuleSet& rules);

// Whether `text` begins as one of the tokens and is shorter than any that begins so: an
// abbreviation, or what is left of one. One of other characters, or longer, may be of a form that
// is not known yet. `prefixes` as token_prefixes gives them.
bool is_cut_short(const std::vector<TokenPrefix>& prefixes, std::string_view text);

// Whether `text` begins as one of the tokens.
bool begins_as_known(const std::vector<TokenPrefix>& prefixes, std::string_view text);

}  // namespace aegis
