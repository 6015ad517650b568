// The checksums that credential formats carry, as pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aegis {

// CRC-32 as in zlib (polynomial 0xedb88320, reflected), not Hyperscan's CRC-32C.
uint32_t crc32(std::string_view bytes);

// Six digits of base62 (0-9A-Za-z), padded with 0: the tail of GitHub's and npm's tokens.
// https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/
std::string crc32_base62(std::string_view body);

// Seven digits of base36 (0-9a-z): the tail of GitLab's routable tokens, over all that precedes it.
std::string crc32_base36(std::string_view body);

// Eight hex digits, the CRC's bytes in the given order.
std::string crc32_hex(std::string_view body);
std::string crc32_hex_little_endian(std::string_view body);

// CRC-16 as in XMODEM (polynomial 0x1021, from 0): the tail of NATS's keys.
uint16_t crc16_xmodem(std::string_view bytes);

// Marvin32 as in Microsoft's identifiable keys (github.com/microsoft/security-utilities).
uint32_t marvin32(std::string_view bytes, uint64_t seed);
// Three characters of a Marvin32: the tail of Microsoft Entra's client secrets, over all that
// precedes it.
std::string marvin32_entra(std::string_view body);

// Base64 with either alphabet, padding optional; nothing on any other byte.
std::optional<std::string> decode_base64(std::string_view text);
std::string encode_base64(std::string_view bytes);

// RFC 4648 base32 without padding, upper case; bits that do not fill a byte are dropped.
std::optional<std::string> decode_base32(std::string_view text);
std::string encode_base32(std::string_view bytes);

// Whether `text` is bech32 (BIP-173) with a good checksum. Letters are all of one case.
bool bech32_is_valid(std::string_view text);
// `text` with its last six characters replaced by the right checksum.
std::string bech32_completed(std::string_view text);

}  // namespace aegis
