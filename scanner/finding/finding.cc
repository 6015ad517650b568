#include "scanner/finding/finding.h"

#include <tuple>

namespace aegis {

const char* name_of(Proof proof) {
  constexpr const char* kNames[] = {"known", "checksum", "structure", "pair", "shape", "context"};
  return kNames[static_cast<size_t>(proof)];
}

std::string redacted_secret(const Finding& finding) {
  return is_of_file(finding) ? "" : finding.secret.redacted();
}

bool report_order(const Finding& a, const Finding& b) {
  static const Introduction kNone;
  const auto key = [](const Finding& f) {
    const Introduction& from = f.introduction ? *f.introduction : kNone;
    return std::tie(f.origin->path, f.place.offset, from.time, from.commit, f.origin->blob,
                    f.place.size, f.rule->id);
  };
  return key(a) < key(b);
}

}  // namespace aegis
