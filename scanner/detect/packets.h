// Numbers and fields of bytes as macaroons and protocol buffers write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace aegis {

// Takes them from the front of `bytes`, which must outlive it; any bytes will do.
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
  static constexpr uint64_t kLargestField = 1024;  // of those that tokens hold

  std::string_view rest_;
  bool is_cut_ = false;
};

}  // namespace aegis
