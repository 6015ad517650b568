// A rule set made ready for scanning: plan, database and look-up tables.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/detect/grammar.h"
#include "scanner/detect/keyword_finder.h"
#include "scanner/detect/marker_index.h"
#include "scanner/detect/near_index.h"
#include "scanner/detect/plan.h"
#include "scanner/detect/prefilter.h"
#include "scanner/rule/rule.h"

namespace aegis {

// Immutable and shared by threads once made.
struct RuleBook {
  RuleSet set;
  Plan plan;
  Prefilter prefilter;

  KeywordFinder keywords;
  NearIndex near;

  MarkerIndex markers = {};
  std::vector<GrammarFunction> grammar = {};  // by rule; nullptr for what has no keyword
  std::vector<RunVariant> always_driven =
      {};                                    // run-driven variants that need no near word, by lead
  std::vector<RunVariant> near_driven = {};  // the others, in the order of their rules
  std::vector<uint32_t> near_begin = {};     // by rule, and one more: where its own begin in those
  // The shortest run that any of near_driven can begin with, by how many letters and digits it
  // begins with: most runs are names like long_snake_case_1 and need no look at what names them.
  std::array<uint32_t, 64> least_lead{};
  std::vector<uint32_t> random_values = {};  // rules of the grammar random-value
  std::vector<uint32_t> pgpass = {};         // rules of the grammar pgpass
  std::vector<uint32_t> placed = {};         // rules that apply to some paths only
  // From the repository that is scanned: its rules may find more, but must not make others blind.
  bool is_foreign = false;
};

// Compiles the rules' expressions. An error names the expression.
Result<RuleBook> make_rule_book(RuleSet set);

// The rules alone as a string: the same for the same rules.
std::string encode_rules(const RuleSet& set);

// The rules and everything compiled from them as one string, and back. The bytes of decode must
// come from encode of the same build; anything else is an error or, when forged, undefined.
Result<std::string> encode_rule_book(const RuleBook& book);
Result<RuleBook> decode_rule_book(std::string_view bytes);

}  // namespace aegis
