// A checksum against damage, at the speed of memory. It stops no forger.
#pragma once

#include <cstdint>
#include <string_view>

namespace aegis {

// Differs for texts that differ in one stretch of eight bytes, and else all but certainly.
uint64_t checksum64(std::string_view bytes);

}  // namespace aegis
