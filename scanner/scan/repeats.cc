#include "scanner/scan/repeats.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace aegis {

namespace {

// A fingerprint does not tell secrets apart: a line whose secret was exchanged has the same one.
struct Key {
  std::string_view fingerprint;
  std::string_view secret;
  bool operator==(const Key&) const = default;
};

struct KeyHash {
  size_t operator()(const Key& key) const {
    return std::hash<std::string_view>()(key.fingerprint) ^
           3 * std::hash<std::string_view>()(key.secret);
  }
};

bool is_earlier(const Finding& a, const Finding& b) {
  return std::tie(a.introduction->order, a.place.offset) <
         std::tie(b.introduction->order, b.place.offset);
}

}  // namespace

std::vector<Finding> take_repeats(std::vector<Finding>& findings) {
  std::unordered_map<Key, const Finding*, KeyHash> earliest;
  for (const Finding& finding : findings) {
    if (!finding.introduction) continue;
    const Key key{finding.fingerprint, finding.secret.reveal()};
    const auto [it, is_new] = earliest.emplace(key, &finding);
    if (!is_new && is_earlier(finding, *it->second)) it->second = &finding;
  }
  std::vector<bool> stays;
  for (const Finding& finding : findings) {
    const Key key{finding.fingerprint, finding.secret.reveal()};
    stays.push_back(!finding.introduction || earliest.at(key) == &finding);
  }
  earliest.clear();  // its keys are views of what is moved now
  std::vector<Finding> kept;
  std::vector<Finding> repeats;
  for (size_t i = 0; i < findings.size(); ++i) {
    (stays[i] ? kept : repeats).push_back(std::move(findings[i]));
  }
  findings = std::move(kept);
  return repeats;
}

}  // namespace aegis
