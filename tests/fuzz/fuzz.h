// What fuzz targets share.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace aegis {

inline std::string_view as_text(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Like assert, but in every build.
inline void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace aegis
