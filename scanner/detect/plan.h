// What the prefilter's expressions lead to.
//
// A plan is made from a rule set once, at build time for the built-in rules, and says for each
// expression which rules to try when it matches, and how. Immutable.
#pragma once

#include <cstdint>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/detect/keyword_finder.h"
#include "scanner/detect/marker_index.h"
#include "scanner/detect/prefilter.h"
#include "scanner/detect/prefix_index.h"
#include "scanner/rule/rule.h"

namespace aegis {

// How an expression's match is followed up.
enum class Follow : uint8_t {
  kVariant,  // match `variant` of the rule's shape, beginning before_min to before_max before it
  kGrammar,  // look for the rule's construct around it
  kNamed,    // match `variant` where a name that holds it is given a value
};

struct Trigger {
  uint32_t rule = 0;  // index into RuleSet::rules
  Follow follow = Follow::kVariant;
  uint32_t variant = 0;
  uint32_t width = 0;  // of the expression
  uint32_t before_min = 0;
  uint32_t before_max = 0;

  bool operator==(const Trigger&) const = default;
};

struct RunVariant {
  uint32_t rule = 0;
  uint32_t variant = 0;
  uint32_t lead =
      0;  // of a match, at least so many characters belong to the run that it begins with
  uint32_t most = 0;   // a run that is longer cannot be the beginning of one
  uint32_t alnum = 0;  // of its first characters, at least so many are letters and digits

  bool operator==(const RunVariant&) const = default;
};

struct Plan {
  std::vector<Expression> expressions;                // for Hyperscan; sorted, no two alike
  std::vector<std::vector<Trigger>> triggers;         // by expression
  std::vector<Marker> markers;                        // for the marker index; sorted, no two alike
  std::vector<std::vector<Trigger>> marker_triggers;  // by marker
  std::vector<Keyword> keywords;  // for the keyword finder; sorted, no two alike
  std::vector<std::vector<Trigger>> keyword_triggers;  // by keyword
  // Variants without an anchor: they are tried where a mixed run is.
  std::vector<RunVariant> run_driven;
  std::vector<TokenPrefix> prefixes;
  // Keywords that the finder has no room for, and that Hyperscan looks for instead: it finds the
  // same, and reads all text more slowly.
  size_t displaced = 0;
};

// That the keyword finder is given. More fill its buckets so that it stops at what is none.
inline constexpr size_t kMostKeywords = 512;

// REQUIRES: the rules passed load_rules.
Plan make_plan(const RuleSet& rules);

}  // namespace aegis
