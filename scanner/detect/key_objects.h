// The object identifiers that private keys name their algorithms, curves and ciphers by.
#pragma once

#include <string_view>

namespace aegis {

struct KeyObject {
  std::string_view id;  // the identifier's contents in DER
  std::string_view name;
  unsigned bits;  // 0: told by the key, or not at all
};

// Nothing known: an empty name, no bits.
KeyObject key_algorithm(std::string_view id);
KeyObject key_curve(std::string_view id);
KeyObject key_cipher(std::string_view id);

}  // namespace aegis
