// A fast hash under a key of its own: nobody who does not know the key can make texts that collide.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "scanner/base/result.h"

namespace aegis {

// For tables that live no longer than the process; no text, equal or not, has the same hash in
// another one. Two different texts have the same one in 2^64 cases.
class KeyedHash {
 public:
  // With a key from the system's random numbers.
  static Result<KeyedHash> create();

  uint64_t operator()(std::string_view text) const;

 private:
  std::array<uint64_t, 4> key_{};
};

}  // namespace aegis
