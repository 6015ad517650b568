// Tested by tests/unit/documented_examples_test.cc.
#include "scanner/detect/documented_examples.h"

#include <algorithm>
#include <string>

#include "scanner/base/hex.h"
#include "scanner/base/sha.h"
#include "scanner/detect/allow_comment.h"
#include "scanner/detect/judge.h"

namespace aegis {

DocumentedExamples::DocumentedExamples(const std::vector<RuleBook>& books) {
  for (const RuleBook& book : books) {
    if (book.is_foreign) continue;
    for (const Rule& rule : book.set.rules) {
      digests_.insert(digests_.end(), rule.documented.begin(), rule.documented.end());
    }
  }
  std::sort(digests_.begin(), digests_.end());
}

bool DocumentedExamples::contains(std::string_view token) const {
  if (digests_.empty()) return false;
  const std::string digest = to_hex(sha256(token));
  return std::binary_search(digests_.begin(), digests_.end(), digest);
}

void DocumentedExamples::settle(std::string_view bytes, Examples examples,
                                std::vector<Candidate>& candidates) const {
  bool any = false;
  for (Candidate& candidate : candidates) {
    if (candidate.proof == Proof::kKnown) continue;
    const std::string_view token = bytes.substr(candidate.secret.begin, candidate.secret.size());
    const bool is_example = candidate.is_example || (!candidate.dropped && contains(token));
    if (!is_example) continue;
    if (candidate.dropped && examples == Examples::kReport) {
      const auto comment = allow_comment(bytes, candidate.secret, candidate.rule->id);
      if (!comment.empty()) {
        candidate.objection = "comment " + std::string(comment);
        continue;
      }
    }
    any = true;
    candidate.is_example = true;
    candidate.objection = "documented example";
    candidate.confidence = Confidence::kLow;
    candidate.dropped = examples == Examples::kLeaveOut;
    candidate.refutes = candidate.dropped;
  }
  if (any && examples == Examples::kReport) resolve_overlaps(candidates);
}

}  // namespace aegis
