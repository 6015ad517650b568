// Macaroons in their second binary form (libmacaroons, format 2).
#pragma once

#include <optional>
#include <string_view>

namespace aegis {

struct Macaroon {
  enum class Rest {
    kWhole,  // packets follow each other to a signature of 32 bytes, and no further
    kCut,    // ... to where the bytes end, before the signature does
    kOther,  // something else than packets
  };
  std::string_view location;  // a view of what was read
  Rest rest = Rest::kOther;   // what follows the location
};

// Nothing when the bytes do not begin with a version and a location. Any bytes will do.
std::optional<Macaroon> read_macaroon(std::string_view bytes);

}  // namespace aegis
