// The inner part of SHA-1 and SHA-256, by the processor's own instructions where it has them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace aegis {

inline constexpr size_t kShaBlock = 64;  // bytes

// Take `count` whole blocks into the state, which is five words of SHA-1 or eight of SHA-256.
void sha1_blocks(uint32_t* state, const uint8_t* blocks, size_t count);
void sha256_blocks(uint32_t* state, const uint8_t* blocks, size_t count);
// The same on any processor.
void sha1_blocks_in_words(uint32_t* state, const uint8_t* blocks, size_t count);
void sha256_blocks_in_words(uint32_t* state, const uint8_t* blocks, size_t count);

}  // namespace aegis
