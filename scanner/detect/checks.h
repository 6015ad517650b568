// The offline checks of a token (rules/README.md, "Checks").
//
// checks.cc knows which is which; checksum_checks.cc, azure_checks.cc, structure_checks.cc and
// vault_check.cc hold them. They take any bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scanner/rule/rule.h"

namespace aegis {

enum class Verdict {
  kProven,     // the token is what it claims to be
  kUnproven,   // nothing can be said
  kUnsure,     // what should hold does not, but its issuer has not said so: medium confidence
  kDoubted,    // its checksum is wrong: masked, mistyped, invented; shown at low confidence only
  kDisproved,  // so it is, and the issuer's formula is sure: dropped where it also looks made up
  kUnlike,     // it is not what this rule knows, but may be what another one does: dropped here
  kRefuted,    // it is not: the candidate is dropped
};

struct CheckResult {
  Verdict verdict = Verdict::kUnproven;
  bool checksum = false;                  // kProven by a checksum, rather than by structure
  std::string detail = {};                // for the reader; holds nothing secret
  std::optional<Severity> severity = {};  // where it is another than the rule's
};

// `around` is the text about the token, for checks that look further than the token itself.
CheckResult run_check(Check check, std::string_view token, std::string_view around);

// kProven by a checksum that is right, or else `otherwise`.
CheckResult proven_by_checksum(bool is_right, Verdict otherwise);

}  // namespace aegis
