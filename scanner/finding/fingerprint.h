// Names for findings that outlive an edit.
#pragma once

#include <vector>

#include "scanner/finding/finding.h"

namespace aegis {

// Sets the fingerprints of one document's findings, which must be in report_order.
//
// A fingerprint is made of the rule, the path and the line with its secrets cut out, so it stays
// when lines move and says nothing about the secret: nobody can try passwords against it. Findings
// of a document that are alike in all of this are told apart by their order.
void set_fingerprints(std::vector<Finding>& findings);

}  // namespace aegis
