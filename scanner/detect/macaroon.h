// Macaroons in their second binary form (libmacaroons, format 2).
#pragma once

#include <optional>
#include <string_view>

namespace aegis {

struct Macaroon {
  std::string_view location;  // a view of what was read
  bool whole = false;  // packets follow each other to a signature of 32 bytes, and no further
};

// Nothing when the bytes do not begin with a version and a location. Any bytes will do.
std::optional<Macaroon> read_macaroon(std::string_view bytes);

}  // namespace aegis
