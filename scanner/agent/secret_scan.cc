#include "scanner/agent/secret_scan.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "scanner/source/chunker.h"

namespace aegis::agent {

Result<SecretScan> SecretScan::create(const Engine& engine) {
  auto detector = Detector::create(engine);
  if (!detector) return std::move(detector).error();
  return SecretScan(*std::move(detector));
}

Result<std::vector<Finding>> SecretScan::find(std::string_view text, const std::string& path) {
  Detections found;
  Result<void> status;
  const auto origin = std::make_shared<const Origin>(Origin{path, path, {}});
  visit_bytes(origin, text, kDefaultCore, [&](const Chunk& chunk) {
    if (status) status = detector_.scan(chunk, found);
  });
  if (!status) return std::move(status).error();
  std::erase_if(found.findings, [](const Finding& finding) {
    return finding.confidence < Confidence::kMedium || is_of_file(finding);
  });
  return std::move(found.findings);
}

std::string described(const Finding& finding) {
  if (finding.proof == Proof::kKnown) return "a known secret: " + finding.detail;
  return finding.provider->name + " " + finding.rule->what + " (" + finding.rule->id + ")";
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
