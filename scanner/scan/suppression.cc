#include "scanner/scan/suppression.h"

#include <algorithm>

namespace aegis {

void SuppressionUse::note(Place place) {
  if (used_.size() <= place.list) used_.resize(place.list + 1);
  std::vector<bool>& entries = used_[place.list];
  if (entries.size() <= place.entry) entries.resize(place.entry + 1);
  entries[place.entry] = true;
}

bool SuppressionUse::has(Place place) const {
  return place.list < used_.size() && place.entry < used_[place.list].size() &&
         used_[place.list][place.entry];
}

void SuppressionUse::merge(const SuppressionUse& other) {
  if (used_.size() < other.used_.size()) used_.resize(other.used_.size());
  for (size_t list = 0; list < other.used_.size(); ++list) {
    const std::vector<bool>& from = other.used_[list];
    std::vector<bool>& to = used_[list];
    if (to.size() < from.size()) to.resize(from.size());
    for (size_t i = 0; i < from.size(); ++i) {
      if (from[i]) to[i] = true;
    }
  }
}

std::optional<SuppressionUse::Place> suppression_of(const Finding& finding,
                                                    const Suppressions& suppressions) {
  if (finding.proof == Proof::kKnown) return std::nullopt;
  for (size_t list = 0; list < suppressions.lists.size(); ++list) {
    if (const auto entry = suppressions.lists[list]->covering(finding)) {
      return SuppressionUse::Place{list, *entry};
    }
  }
  return std::nullopt;
}

}  // namespace aegis
