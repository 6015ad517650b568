// Plain values to bytes and back, for what a program writes and reads again itself.
//
// Numbers in the machine's own order, lengths as 32 bits. A type takes part by a function
// `code(codec, value)` that names its fields once for both directions.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace aegis {

template <typename T>
concept PlainNumber = std::is_arithmetic_v<T> || std::is_enum_v<T>;

class ByteWriter {
 public:
  template <typename... T>
  void operator()(T&... values) {
    (write(values), ...);
  }
  std::string bytes() && { return std::move(bytes_); }

 private:
  template <PlainNumber T>
  void write(const T& value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  void write(std::string& text) {
    write(static_cast<uint32_t>(text.size()));
    bytes_ += text;
  }
  template <typename T>
  void write(std::vector<T>& list) {
    write(static_cast<uint32_t>(list.size()));
    if constexpr (PlainNumber<T>) {
      bytes_.append(reinterpret_cast<const char*>(list.data()), list.size() * sizeof(T));
    } else {
      for (T& item : list) write(item);
    }
  }
  template <typename T, size_t kSize>
  void write(std::array<T, kSize>& items) {
    if constexpr (PlainNumber<T>) {
      bytes_.append(reinterpret_cast<const char*>(items.data()), sizeof(items));
    } else {
      for (T& item : items) write(item);
    }
  }
  template <typename T>
  void write(T& object) requires(std::is_class_v<T>) {
    code(*this, object);
  }

  std::string bytes_;
};

// Stops at the end of the bytes and says so: afterwards every value read is empty.
class ByteReaderCodec {
 public:
  explicit ByteReaderCodec(std::string_view bytes) : rest_(bytes) {}

  template <typename... T>
  void operator()(T&... values) {
    (read(values), ...);
  }
  // A string that stays where it is.
  void view(std::string_view& text) { text = take(length()); }
  // Everything was there, and nothing is left.
  bool complete() const { return good_ && rest_.empty(); }

 private:
  std::string_view take(size_t size) {
    if (size > rest_.size()) {
      good_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  uint32_t length() {
    uint32_t value = 0;
    read(value);
    return value;
  }
  template <PlainNumber T>
  void read(T& value) {
    const std::string_view bytes = take(sizeof(value));
    if (bytes.size() == sizeof(value)) std::memcpy(&value, bytes.data(), sizeof(value));
  }
  void read(std::string& text) { text = take(length()); }
  template <typename T>
  void read(std::vector<T>& list) {
    const uint32_t count = length();
    if constexpr (PlainNumber<T>) {
      const std::string_view bytes = take(size_t{count} * sizeof(T));
      list.resize(bytes.size() / sizeof(T));
      if (!bytes.empty()) std::memcpy(list.data(), bytes.data(), bytes.size());
      return;
    }
    list.reserve(std::min<size_t>(count, rest_.size()));
    for (uint32_t i = 0; i < count && good_; ++i) read(list.emplace_back());
  }
  template <typename T, size_t kSize>
  void read(std::array<T, kSize>& items) {
    if constexpr (PlainNumber<T>) {
      const std::string_view bytes = take(sizeof(items));
      if (!bytes.empty()) std::memcpy(items.data(), bytes.data(), bytes.size());
    } else {
      for (T& item : items) read(item);
    }
  }
  template <typename T>
  void read(T& object) requires(std::is_class_v<T>) {
    code(*this, object);
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace aegis
