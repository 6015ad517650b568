// Reads DER (ITU-T X.690), element by element, from bytes that need not be DER.
//
// Never reads beyond its bytes, copies nothing and does not recurse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace aegis {

inline constexpr uint8_t kDerInteger = 0x02;
inline constexpr uint8_t kDerOctets = 0x04;
inline constexpr uint8_t kDerObject = 0x06;
inline constexpr uint8_t kDerSequence = 0x30;
inline constexpr uint8_t kDerContext0 = 0xa0;

class DerReader {
 public:
  explicit DerReader(std::string_view bytes) : rest_(bytes) {}

  // The contents of the next element, which is passed over, if it has this tag and is whole.
  std::optional<std::string_view> take(uint8_t tag);
  // Whether the next element has this tag.
  bool is_at(uint8_t tag) const {
    return !rest_.empty() && static_cast<uint8_t>(rest_.front()) == tag;
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

// Significant bits of an unsigned number of any length, the most significant byte first.
unsigned bits_of(std::string_view number);

}  // namespace aegis
