// A confirmed match, not yet judged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/secret.h"
#include "scanner/finding/finding.h"
#include "scanner/rule/shape_match.h"

namespace aegis {

struct Candidate {
  const Rule* rule = nullptr;
  const Provider* provider = nullptr;
  Span secret;  // in the bytes that were searched
  Span name;    // of the assignment, empty where there is none
  size_t public_prefix = 0;
  Proof proof = Proof::kShape;
  Confidence confidence = Confidence::kHigh;
  std::optional<Severity> severity;  // where what was found out makes it another than the rule's
  // Of a shape: how much else it would match, in sixteenths of a bit. The least is most specific.
  uint32_t freedom = 0;
  bool needs_pair = false;  // counts only when the rule of `with` matched close by
  std::string detail;
  // Of one that stands encoded: its secret decoded, and the stretches that it was made of. Empty
  // where the bytes of `secret` are it.
  Secret decoded;
  std::vector<Span> pieces;
  bool of_view = false;  // found in the text as it reads once decoded
  // Why it is no finding, or is one of less confidence: the name of a filter. Empty: no objection.
  std::string objection;
  bool dropped = false;
  bool disproved = false;   // its checksum is wrong, by a formula that is sure
  bool is_foreign = false;  // of a rule from the repository that is scanned
  bool is_example = false;  // printed in a provider's documentation
  bool refutes = false;     // dropped, and so is what goes by the name alone
};

}  // namespace aegis
