#include "scanner/finding/fingerprint.h"

#include <span>
#include <string>

#include "scanner/base/hex.h"
#include "scanner/base/sha.h"

namespace aegis {

namespace {

constexpr size_t kBytes = 16;
constexpr size_t kMostSeen = 1 << 20;

// Blanks at the ends do not count: code is indented anew more often than it is changed.
std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string key_of(const Finding& finding) {
  std::string key = "aegis fingerprint 1";
  for (const std::string_view part :
       {std::string_view(finding.rule->id), std::string_view(finding.origin->identity),
        trimmed(finding.evidence.before), trimmed(finding.evidence.after)}) {
    key += '\0';
    key += part;
  }
  return key;
}

}  // namespace

void Fingerprints::set(std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    std::string key = key_of(finding);
    const auto plain = sha256(key);
    uint64_t hash = 0;
    for (size_t i = 0; i < sizeof hash; ++i) hash = hash << 8 | plain[i];
    const auto seen = seen_.find(hash);
    const unsigned number = seen == seen_.end() ? 0 : seen->second++;
    if (seen == seen_.end() && seen_.size() < kMostSeen) seen_.emplace(hash, 1);
    if (number > 0) key += '\0' + std::to_string(number);
    const auto digest = number > 0 ? sha256(key) : plain;
    finding.fingerprint = to_hex(std::span(digest).first(kBytes));
  }
}

}  // namespace aegis
