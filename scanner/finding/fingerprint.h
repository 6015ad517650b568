// Names for findings that outlive an edit.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "scanner/finding/finding.h"

namespace aegis {

// Sets the fingerprints of one document's findings.
//
// A fingerprint is made of the rule, the path and the line with its secrets cut out, so it stays
// when lines move and says nothing about the secret: nobody can try passwords against it. Findings
// of a document that are alike in all of this are told apart by their order.
class Fingerprints {
 public:
  // REQUIRES: `findings` are in report_order, and behind those of earlier calls. After a million
  // kinds of findings, new ones are no longer told apart from each other.
  void set(std::vector<Finding>& findings);

 private:
  std::unordered_map<uint64_t, unsigned> seen_;  // by a hash of what they are made of
};

}  // namespace aegis
