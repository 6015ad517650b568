#include "scanner/detect/known_overlap.h"

#include <algorithm>
#include <tuple>

namespace aegis {

namespace {

// Fewer bytes than this are no secret of their own.
constexpr size_t kRemainder = 8;

void drop(Candidate& candidate, const char* objection) {
  candidate.objection = objection;
  candidate.dropped = true;
}

// Whether all of `found` but for short remainders is known. `first` is the first of `known`, which
// are sorted by both their ends, that ends behind where it begins.
template <typename Iterator>
bool is_covered(const Candidate& found, Iterator first, Iterator end) {
  size_t at = found.secret.begin;
  for (; first != end && (*first)->secret.begin < found.secret.end; ++first) {
    const size_t begin = (*first)->secret.begin;
    if (begin > at && begin - at >= kRemainder) return false;
    at = std::max(at, (*first)->secret.end);
  }
  return at > found.secret.begin && (at >= found.secret.end || found.secret.end - at < kRemainder);
}

bool tells_more(const Provider& a, const Provider& b) {
  return std::tuple(a.rotate.empty(), a.id) < std::tuple(b.rotate.empty(), b.id);
}

}  // namespace

void settle_known_values(std::vector<Candidate>& candidates) {
  std::vector<Candidate*> known;
  for (Candidate& candidate : candidates) {
    if (candidate.proof != Proof::kKnown || candidate.dropped) continue;
    // Sorted by place, one that holds others comes before them, unless both begin alike.
    while (!known.empty() && known.back()->secret.begin == candidate.secret.begin) {
      drop(*known.back(), "within a longer known value");
      known.pop_back();
    }
    if (!known.empty() && candidate.secret.end <= known.back()->secret.end) {
      drop(candidate, "within a longer known value");
    } else {
      known.push_back(&candidate);
    }
  }
  if (known.empty()) return;
  for (Candidate& found : candidates) {
    if (found.proof == Proof::kKnown || found.dropped) continue;
    const auto first = std::upper_bound(
        known.begin(), known.end(), found.secret.begin,
        [](size_t begin, const Candidate* value) { return begin < value->secret.end; });
    if (!is_covered(found, first, known.end())) continue;
    drop(found, "known value");
    if (tells_more(*found.provider, *(*first)->provider)) (*first)->provider = found.provider;
  }
}

}  // namespace aegis
