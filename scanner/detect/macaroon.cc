// Tested by tests/unit/checks_test.cc.
#include "scanner/detect/macaroon.h"

#include <cstddef>
#include <cstdint>

#include "scanner/detect/packets.h"

namespace aegis {

namespace {

constexpr uint64_t kEnd = 0;
constexpr uint64_t kLocation = 1;
constexpr uint64_t kIdentifier = 2;
constexpr uint64_t kVerification = 4;
constexpr uint64_t kSignature = 6;
constexpr size_t kSignatureSize = 32;

// Sections of the identifier and the caveats, each with an end; an end more; the signature.
Macaroon::Rest take_rest(Packets& packets) {
  using Rest = Macaroon::Rest;
  bool in_section = true;
  while (!packets.at_end()) {
    const auto type = packets.take_number();
    if (type == kEnd) {
      if (!in_section) break;
      in_section = false;
      continue;
    }
    in_section = true;
    if (type != kLocation && type != kIdentifier && type != kVerification) return Rest::kOther;
    if (!packets.take_field()) return packets.is_cut() ? Rest::kCut : Rest::kOther;
  }
  if (packets.at_end()) return Rest::kCut;
  if (packets.take_number() != kSignature) return Rest::kOther;
  const auto signature = packets.take_field();
  if (!signature) return packets.is_cut() ? Rest::kCut : Rest::kOther;
  return signature->size() == kSignatureSize && packets.at_end() ? Rest::kWhole : Rest::kOther;
}

}  // namespace

std::optional<Macaroon> read_macaroon(std::string_view bytes) {
  if (bytes.empty() || bytes.front() != 2) return std::nullopt;
  Packets packets(bytes.substr(1));
  if (packets.take_number() != kLocation) return std::nullopt;
  const auto location = packets.take_field();
  if (!location) return std::nullopt;
  return Macaroon{*location, take_rest(packets)};
}

}  // namespace aegis
