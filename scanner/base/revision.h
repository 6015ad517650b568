// A text told as stretches of an older one and what was put between them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace aegis {

struct Piece {
  static constexpr uint32_t kNew = UINT32_MAX;

  const char* data = nullptr;  // where the bytes are, though the text need not be put together
  uint32_t size = 0;
  uint32_t old_begin = kNew;  // where they stand in the older text; kNew: they were put in

  std::string_view bytes() const { return {data, size}; }
  bool is_new() const { return old_begin == kNew; }
};

// Points to what it is made of.
struct Revision {
  std::span<const Piece> pieces;  // in order
  size_t size = 0;                // of all of them
  size_t old_size = 0;            // of the older text
};

}  // namespace aegis
