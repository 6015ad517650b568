// Bytes that are kept out of swap and core dumps, and wiped when they go.
#pragma once

#include <cstddef>
#include <string_view>

namespace aegis {

// A text that grows at its end. Views of it hold until it grows. Locked into memory as far as the
// limit on locked memory allows; more than that is kept as well, only not locked. One thread at a
// time may change it; any may read what no longer changes.
class PrivateText {
 public:
  PrivateText() = default;
  PrivateText(const PrivateText&) = delete;
  PrivateText& operator=(const PrivateText&) = delete;
  PrivateText(PrivateText&& other) noexcept;
  PrivateText& operator=(PrivateText&& other) noexcept;
  ~PrivateText();

  // Throws std::bad_alloc where there is no memory.
  void append(std::string_view bytes);

  std::string_view view() const { return {data_, size_}; }
  size_t size() const { return size_; }

 private:
  void grow(size_t least);
  void release();

  char* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;  // whole pages
};

}  // namespace aegis
