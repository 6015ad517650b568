#include "scanner/report/shown.h"

namespace aegis {

namespace {

constexpr size_t kTooLongForChance = 16;  // bytes of a secret that an innocent text does not repeat

}  // namespace

std::string shown_secret(const Finding& finding, Secrets secrets) {
  if (secrets == Secrets::kRedacted) return redacted_secret(finding);
  return std::string(finding.secret.reveal());
}

std::string shown_text(std::string_view text, const Finding& finding, Secrets secrets) {
  const std::string_view secret = finding.secret.reveal();
  std::string shown(text);
  if (secrets == Secrets::kShown || secret.size() < kTooLongForChance) return shown;
  const std::string redacted = finding.secret.redacted();
  for (size_t at = shown.find(secret); at != std::string::npos;
       at = shown.find(secret, at + redacted.size())) {
    shown.replace(at, secret.size(), redacted);
  }
  return shown;
}

}  // namespace aegis
