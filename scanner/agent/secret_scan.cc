#include "scanner/agent/secret_scan.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "scanner/finding/fingerprint.h"
#include "scanner/source/chunker.h"

namespace aegis::agent {

Result<SecretScan> SecretScan::create(const Engine& engine, Exceptions exceptions) {
  auto detector = Detector::create(engine);
  if (!detector) return std::move(detector).error();
  return SecretScan(*std::move(detector), std::move(exceptions));
}

bool SecretScan::is_exception(const Finding& finding) const {
  return finding.proof != Proof::kKnown && exceptions_.fingerprints.contains(finding.fingerprint);
}

Result<std::vector<Finding>> SecretScan::find(std::string_view text, const std::string& path) {
  Detections found;
  Result<void> status;
  const std::string identity =
      exceptions_.identity && !path.empty() ? exceptions_.identity(path) : path;
  const auto origin = std::make_shared<const Origin>(Origin{path, identity, {}});
  visit_bytes(origin, text, kDefaultCore, [&](const Chunk& chunk) {
    if (status) status = detector_.scan(chunk, found);
  });
  if (!status) return std::move(status).error();
  std::sort(found.findings.begin(), found.findings.end(), report_order);
  Fingerprints().set(found.findings);
  std::erase_if(found.findings, [this](const Finding& finding) {
    return finding.confidence < Confidence::kMedium || is_of_file(finding) || is_exception(finding);
  });
  return std::move(found.findings);
}

std::string described(const Finding& finding) {
  if (finding.proof == Proof::kKnown) return "a known secret: " + finding.detail;
  return finding.provider->name + " " + finding.rule->what + " (" + finding.rule->id +
         ", finding:" + finding.fingerprint + ")";
}

std::string without_secrets(std::string_view text, const std::vector<Finding>& findings) {
  std::string shown;
  size_t at = 0;
  for (const Finding& finding : findings) {
    const size_t begin = finding.place.offset;
    const size_t end = begin + finding.place.size;
    if (end > text.size()) continue;
    if (begin >= at) shown.append(text.substr(at, begin - at)).append(finding.secret.redacted());
    at = std::max(at, end);
  }
  return shown.append(text.substr(at));
}

}  // namespace aegis::agent
