// Tested by tests/unit/overlaps_test.cc.
#include "scanner/detect/overlaps.h"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "scanner/detect/known_overlap.h"

namespace aegis {

namespace {

bool is_specific(const Candidate& candidate) {
  return candidate.rule->kind != MatchKind::kGrammar;
}

// Best first: proven by more, of a rule that knows the form, of one that looks into it, as the text
// reads once decoded, more certain, of a provider that the text names, longer, of a form that less
// would have, more severe.
bool better(const Candidate* a, const Candidate* b) {
  const auto key = [](const Candidate* c) {
    return std::tuple(c->proof, !is_specific(*c), c->rule->check == Check::kNone, !c->of_view,
                      -static_cast<int>(c->confidence), c->rule->near.empty(), ~c->secret.size(),
                      c->freedom, -static_cast<int>(c->rule->severity), c->secret.begin,
                      std::string_view(c->rule->id));
  };
  return key(a) < key(b);
}

bool overlap(Span a, Span b) {
  return a.begin < b.end && b.begin < a.end;
}

// Candidates that stay, sorted by beginning; they never overlap each other.
class Kept {
 public:
  // The one that shares bytes with the span; null: none.
  Candidate* at(Span span) const {
    const auto first =
        std::lower_bound(kept_.begin(), kept_.end(), span,
                         [](const Candidate* a, Span b) { return a->secret.end <= b.begin; });
    return first != kept_.end() && overlap((*first)->secret, span) ? *first : nullptr;
  }
  void add(Candidate* candidate) {
    kept_.insert(std::upper_bound(kept_.begin(), kept_.end(), candidate,
                                  [](const Candidate* a, const Candidate* b) {
                                    return a->secret.begin < b->secret.begin;
                                  }),
                 candidate);
  }

 private:
  std::vector<Candidate*> kept_;
};

void drop(Candidate& candidate, const char* objection) {
  candidate.objection = objection;
  candidate.dropped = true;
}

void stand_for(Candidate& kept, Candidate& other) {
  const bool may_doubt = kept.is_foreign <= other.is_foreign;
  if (!may_doubt || kept.objection.empty()) {
    kept.confidence = std::max(kept.confidence, other.confidence);
  }
  if (!may_doubt) kept.is_example = other.is_example;
  drop(other, "more specific rule");
}

// Where rules have ruled out what stands there.
class Refuted {
 public:
  Refuted(const std::vector<Candidate>& candidates, bool foreign) {
    for (const Candidate& candidate : candidates) {
      if (candidate.dropped && candidate.refutes && candidate.is_foreign == foreign) {
        spans_.push_back(candidate.secret);
      }
    }
  }
  bool contains_part_of(Span span) const {
    const auto at = std::lower_bound(spans_.begin(), spans_.end(), span.begin,
                                     [](Span a, size_t place) { return a.end <= place; });
    return at != spans_.end() && overlap(*at, span);
  }

 private:
  std::vector<Span> spans_;
};

}  // namespace

void keep_best_of_overlapping(std::vector<Candidate>& candidates) {
  settle_known_values(candidates);
  std::vector<Candidate*> order;
  for (Candidate& candidate : candidates) {
    if (candidate.proof != Proof::kKnown) order.push_back(&candidate);
  }
  std::sort(order.begin(), order.end(), better);
  const Refuted by_own(candidates, false);
  const Refuted by_foreign(candidates, true);
  const auto is_ruled_out = [&](const Candidate& candidate) {
    return candidate.proof == Proof::kContext &&
           (by_own.contains_part_of(candidate.secret) ||
            (candidate.is_foreign && by_foreign.contains_part_of(candidate.secret)));
  };
  Kept kept;
  for (Candidate* candidate : order) {
    if (candidate->dropped) continue;
    if (is_ruled_out(*candidate)) {
      drop(*candidate, "ruled out by a specific rule");
    } else if (Candidate* other = kept.at(candidate->secret)) {
      stand_for(*other, *candidate);
    } else {
      kept.add(candidate);
    }
  }
}

}  // namespace aegis
