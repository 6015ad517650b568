// Tested by tests/unit/checks_test.cc.
#include "scanner/detect/macaroon.h"

#include <cstddef>
#include <cstdint>

namespace aegis {

namespace {

constexpr uint64_t kEnd = 0;
constexpr uint64_t kLocation = 1;
constexpr uint64_t kIdentifier = 2;
constexpr uint64_t kVerification = 4;
constexpr uint64_t kSignature = 6;
constexpr size_t kSignatureSize = 32;
constexpr uint64_t kLargestField = 1024;  // of those that are made

class Packets {
 public:
  explicit Packets(std::string_view bytes) : rest_(bytes) {}

  // Seven bits a byte, the lowest first.
  std::optional<uint64_t> take_number() {
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 32 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      number |= uint64_t{byte & 0x7fU} << shift;
      if ((byte & 0x80) == 0) return number;
    }
    return std::nullopt;
  }
  std::optional<std::string_view> take_field() {
    const auto size = take_number();
    is_cut_ = size ? *size > rest_.size() && *size <= kLargestField : rest_.empty();
    if (!size || *size > rest_.size()) return std::nullopt;
    const std::string_view field = rest_.substr(0, *size);
    rest_.remove_prefix(*size);
    return field;
  }
  bool at_end() const { return rest_.empty(); }
  // Whether the last field was missing because the bytes end before it does.
  bool is_cut() const { return is_cut_; }

 private:
  std::string_view rest_;
  bool is_cut_ = false;
};

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
