#include "scanner/rule/checksum.h"

#include <array>
#include <bit>
#include <cctype>
#include <vector>

namespace aegis {

namespace {

constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kBase36 = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kEntra =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kBech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

constexpr std::array<uint32_t, 256> make_crc_table() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) ? 0xedb88320u : 0u);
    table[i] = value;
  }
  return table;
}
constexpr auto kCrcTable = make_crc_table();

std::string digits(uint32_t value, std::string_view alphabet, size_t width) {
  std::string text(width, alphabet[0]);
  for (size_t i = width; i-- > 0 && value != 0;) {
    text[i] = alphabet[value % alphabet.size()];
    value /= static_cast<uint32_t>(alphabet.size());
  }
  return text;
}

void marvin_block(uint32_t& p0, uint32_t& p1) {
  p1 ^= p0;
  p0 = std::rotl(p0, 20) + p1;
  p1 = std::rotl(p1, 9) ^ p0;
  p0 = std::rotl(p0, 27) + p1;
  p1 = std::rotl(p1, 19);
}

uint32_t little_endian(std::string_view bytes) {
  uint32_t value = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    value |= static_cast<uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return value;
}

// Reads digits of `bits` bits, most significant first; drops what does not fill a byte.
std::optional<std::string> decode_bits(std::string_view text, std::string_view alphabet, int bits) {
  std::string bytes;
  uint32_t held = 0;
  int held_bits = 0;
  for (const char c : text) {
    const size_t digit = alphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    held = (held << bits) | static_cast<uint32_t>(digit);
    held_bits += bits;
    if (held_bits >= 8) {
      held_bits -= 8;
      bytes += static_cast<char>(held >> held_bits);
      held &= (1u << held_bits) - 1;
    }
  }
  return bytes;
}

std::string encode_bits(std::string_view bytes, std::string_view alphabet, int bits) {
  std::string text;
  uint32_t held = 0;
  int held_bits = 0;
  const uint32_t mask = (1u << bits) - 1;
  for (const char c : bytes) {
    held = (held << 8) | static_cast<unsigned char>(c);
    for (held_bits += 8; held_bits >= bits; held_bits -= bits) {
      text += alphabet[(held >> (held_bits - bits)) & mask];
    }
    held &= (1u << held_bits) - 1;
  }
  if (held_bits > 0) text += alphabet[(held << (bits - held_bits)) & mask];
  return text;
}

uint32_t bech32_polymod(const std::vector<uint8_t>& values) {
  constexpr uint32_t kGenerator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  uint32_t check = 1;
  for (const uint8_t value : values) {
    const uint32_t top = check >> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (int i = 0; i < 5; ++i) check ^= ((top >> i) & 1) ? kGenerator[i] : 0;
  }
  return check;
}

// Human-readable part expanded, then the data part; nothing when `text` is not of bech32's form.
std::optional<std::vector<uint8_t>> bech32_values(std::string_view text) {
  const size_t one = text.rfind('1');
  if (one == std::string_view::npos || one == 0 || text.size() < one + 7) return std::nullopt;
  std::vector<uint8_t> values;
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  for (const char c : text.substr(0, one)) values.push_back(static_cast<uint8_t>(lower(c) >> 5));
  values.push_back(0);
  for (const char c : text.substr(0, one)) values.push_back(static_cast<uint8_t>(lower(c) & 31));
  for (const char c : text.substr(one + 1)) {
    const size_t digit = kBech32.find(static_cast<char>(lower(c)));
    if (digit == std::string_view::npos) return std::nullopt;
    values.push_back(static_cast<uint8_t>(digit));
  }
  return values;
}

}  // namespace

uint32_t crc32(std::string_view bytes) {
  uint32_t value = ~0u;
  for (const char c : bytes) {
    value = kCrcTable[(value ^ static_cast<unsigned char>(c)) & 0xff] ^ (value >> 8);
  }
  return ~value;
}

std::string crc32_base62(std::string_view body) {
  return digits(crc32(body), kBase62, 6);
}

std::string crc32_base36(std::string_view body) {
  return digits(crc32(body), kBase36, 7);
}

std::string crc32_hex(std::string_view body) {
  return digits(crc32(body), "0123456789abcdef", 8);
}

std::string crc32_hex_little_endian(std::string_view body) {
  const std::string big = crc32_hex(body);
  return big.substr(6, 2) + big.substr(4, 2) + big.substr(2, 2) + big.substr(0, 2);
}

uint16_t crc16_xmodem(std::string_view bytes) {
  uint16_t crc = 0;
  for (const char c : bytes) {
    crc = static_cast<uint16_t>(crc ^ (static_cast<unsigned char>(c) << 8));
    for (int bit = 0; bit < 8; ++bit) {
      crc = static_cast<uint16_t>((crc << 1) ^ ((crc & 0x8000) != 0 ? 0x1021 : 0));
    }
  }
  return crc;
}

uint32_t marvin32(std::string_view bytes, uint64_t seed) {
  auto p0 = static_cast<uint32_t>(seed);
  auto p1 = static_cast<uint32_t>(seed >> 32);
  for (; bytes.size() >= 4; bytes.remove_prefix(4)) {
    p0 += little_endian(bytes.substr(0, 4));
    marvin_block(p0, p1);
  }
  p0 += little_endian(std::string(bytes) + '\x80');
  marvin_block(p0, p1);
  marvin_block(p0, p1);
  return p0 ^ p1;
}

std::string marvin32_entra(std::string_view body) {
  constexpr uint64_t kSeed = 0x4161645077643030;  // "AadPwd00"
  return digits(marvin32(body, kSeed), kEntra, 6).substr(0, 3);
}

std::optional<std::string> decode_base64(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  std::string standard(text);
  for (char& c : standard) c = c == '-' ? '+' : c == '_' ? '/' : c;
  if (standard.size() % 4 == 1) return std::nullopt;
  return decode_bits(standard, kBase64, 6);
}

std::string encode_base64(std::string_view bytes) {
  std::string text = encode_bits(bytes, kBase64, 6);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<std::string> decode_base32(std::string_view text) {
  return decode_bits(text, kBase32, 5);
}

std::string encode_base32(std::string_view bytes) {
  return encode_bits(bytes, kBase32, 5);
}

bool bech32_is_valid(std::string_view text) {
  const auto values = bech32_values(text);
  return values && bech32_polymod(*values) == 1;
}

std::string bech32_completed(std::string_view text) {
  auto values = bech32_values(text);
  if (!values) return std::string(text);
  std::fill(values->end() - 6, values->end(), uint8_t{0});
  const uint32_t check = bech32_polymod(*values) ^ 1;
  std::string completed(text);
  const bool upper = kBech32.find(text.back()) == std::string_view::npos ||
                     std::isupper(static_cast<unsigned char>(text[0]));
  for (int i = 0; i < 6; ++i) {
    const char digit = kBech32[(check >> (5 * (5 - i))) & 31];
    completed[completed.size() - 6 + static_cast<size_t>(i)] =
        upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(digit))) : digit;
  }
  return completed;
}

}  // namespace aegis
