#include "scanner/rule/sample_checks.h"

#include <algorithm>
#include <string_view>

#include "scanner/base/sha.h"
#include "scanner/rule/checksum.h"

namespace aegis {

namespace {

constexpr uint64_t kMicrosoftSeed = 0x44656661756c7430;  // "Default0"

std::string base64url(std::string_view bytes) {
  std::string text = encode_base64(bytes);
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

std::string little_endian(uint32_t number) {
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>(number >> (8 * i));
  return bytes;
}

// `text` with its last characters exchanged for `tail`.
std::string ending_in(std::string text, std::string_view tail) {
  if (text.size() < tail.size()) return text;
  return text.replace(text.size() - tail.size(), tail.size(), tail);
}

std::string jwt_sample(SampleRandom& random) {
  const std::string id = std::to_string(random.next());
  return base64url(R"({"alg":"HS256","typ":"JWT"})") + "." +
         base64url(R"({"sub":")" + id + R"(","name":"sample","iat":1700000000})") + "." +
         base64url(random_text(make_range_set("!~"), 32, random));
}

// A user id of today, then the other two parts of the filled shape.
std::string discord_sample(const std::string& filled, SampleRandom& random) {
  // Base64 of a text that begins with 1, 5 or 8 begins with M, N or O.
  const char first = filled[0] == 'M' ? '1' : filled[0] == 'N' ? '5' : '8';
  const std::string id = base64url(first + random_text(kDigits, 17, random));
  return id + filled.substr(std::min(filled.find('.'), filled.size()));
}

// A bot of these years, then the rest of the filled shape.
std::string telegram_sample(const std::string& filled, SampleRandom& random) {
  return std::to_string(1000000000 + random.below(7000000000)) +
         filled.substr(std::min(filled.find(':'), filled.size()));
}

// What is signed, or what is encrypted, as `filled` begins.
std::string vault_sample(const std::string& filled, SampleRandom& random) {
  const auto bytes = [&](size_t size) {
    return random_text(make_range_set("\x01\xff"), size, random);
  };
  const std::string body = filled.starts_with("hvb.")
                               ? std::string("\0\0\0\x01\x02", 5) + bytes(80)
                               : "\x08\x01\x12\x20" + bytes(32) + "\x1a\x1a\x0a\x18" + bytes(24);
  return filled.substr(0, 4) + base64url(body);
}

// The key that begins as `filled` does, with its checksum.
std::string nkey_sample(const std::string& filled) {
  std::string bytes = decode_base32(filled).value_or("");
  if (bytes.size() < 2) return filled;
  bytes.resize(bytes.size() - 2);
  const uint16_t crc = crc16_xmodem(bytes);
  bytes += static_cast<char>(crc & 0xff);
  bytes += static_cast<char>(crc >> 8);
  return encode_base32(bytes);
}

// The old form begins with the key; a region and an organization came with the new one.
std::string grafana_sample(const std::string& filled, SampleRandom& random) {
  const std::string key = random_text(kAlnum, 24 + random.below(3), random);
  if (!filled.starts_with("glc_"))
    return encode_base64(R"({"k":")" + key + R"(","n":"sample","id":1})");
  return "glc_" + encode_base64(R"({"o":"1","n":"sample","k":")" + key + R"(","m":{"r":"eu"}})");
}

// For the index that `filled` names.
std::string macaroon_sample(const std::string& filled, SampleRandom& random) {
  const std::string bytes = decode_base64(filled.substr(5, filled.size() / 4 * 4 - 8)).value_or("");
  if (bytes.size() < 3) return filled;
  const auto begin = bytes.substr(0, 3 + static_cast<size_t>(static_cast<unsigned char>(bytes[2])));
  const std::string identifier = random_text(kAlnum, 36, random);
  return "pypi-" + base64url(begin + '\x02' + static_cast<char>(identifier.size()) + identifier +
                             std::string("\0\0", 2) + "\x06\x20" +
                             random_text(make_range_set("\x01~"), 32, random));
}

std::string azure_sample(const std::string& filled) {
  std::string bytes = decode_base64(filled).value_or("");
  if (bytes.size() < 8) return filled;
  bytes.resize(bytes.size() - 4);
  const std::string text = encode_base64(bytes + little_endian(marvin32(bytes, kMicrosoftSeed)));
  return text.substr(0, filled.size());
}

std::string cask_sample(const std::string& filled) {
  constexpr size_t kBody = 80;
  const auto body = decode_base64(filled.substr(0, kBody));
  if (!body || filled.size() < kBody + 4) return filled;
  std::string sum = encode_base64(little_endian(marvin32(*body, kMicrosoftSeed)));
  for (char& c : sum) c = c == '+' || c == '/' ? 'x' : c;
  return filled.substr(0, kBody) + sum.substr(0, filled.size() - kBody);
}

// The body stands between the prefix's `_` and the tail, or another `_`.
std::string hex_crc_sample(const std::string& filled) {
  std::string_view body = std::string_view(filled).substr(0, filled.size() - 8);
  body.remove_prefix(body.find('_') + 1);
  if (body.ends_with('_')) body.remove_suffix(1);
  return ending_in(filled, crc32_hex(body));
}

std::string fine_grained_sample(const std::string& filled) {
  const std::string head = filled.substr(0, filled.size() - 16);
  const auto digest = sha256(head);
  const std::string_view bytes(reinterpret_cast<const char*>(digest.data()), digest.size());
  return head + encode_base32(bytes).substr(0, 8) + filled.substr(filled.size() - 8);
}

// Those that have a checksum are 40 characters long.
std::string entra_sample(std::string filled, SampleRandom& random) {
  constexpr size_t kBody = 37;
  if (filled.substr(3, 3) != "8Q~") return filled;
  filled.resize(std::min(filled.size(), kBody));
  filled += random_text(kAlnum, kBody - filled.size(), random);
  return filled + marvin32_entra(filled);
}

std::string basic_sample(const std::string& filled, SampleRandom& random) {
  const size_t size = decode_base64(filled).value_or("").size();
  const size_t user = size / 2;
  if (size < 3) return filled;
  return encode_base64(random_text(kAlnum, user, random) + ":" +
                       random_text(kAlnum, size - user - 1, random));
}

}  // namespace

std::string random_text(const CharSet& set, size_t length, SampleRandom& random) {
  const std::string members = members_of(set);
  std::string text;
  for (size_t i = 0; i < length; ++i) text += members[random.below(members.size())];
  return text;
}

std::string completed(Check check, std::string filled, SampleRandom& random) {
  const std::string_view all = filled;
  const auto without = [&](size_t tail) { return all.substr(0, all.size() - tail); };
  switch (check) {
    case Check::kJwt:
      return jwt_sample(random);
    case Check::kDiscordBot:
      return discord_sample(filled, random);
    case Check::kVaultToken:
      return vault_sample(filled, random);
    case Check::kTelegramBot:
      return telegram_sample(filled, random);
    case Check::kGithubFineGrained:
      return fine_grained_sample(filled);
    case Check::kGithubCrc32:
      return ending_in(filled, crc32_base62(without(6).substr(4)));
    case Check::kGrafanaCrc32:
      return ending_in(filled, crc32_hex_little_endian(without(9)));
    case Check::kGrafanaJson:
      return grafana_sample(filled, random);
    case Check::kGitlabRoutable:
      return ending_in(filled, crc32_base36(without(7)));
    case Check::kAzureIdentifiable:
      return azure_sample(filled);
    case Check::kAzureCask:
      return cask_sample(filled);
    case Check::kConfluentCrc32:
      return ending_in(filled,
                       encode_base64(little_endian(crc32(without(6).substr(4)))).substr(0, 6));
    case Check::kHexCrc32:
      return hex_crc_sample(filled);
    case Check::kEntraSecret:
      return entra_sample(filled, random);
    case Check::kPypiMacaroon:
      return macaroon_sample(filled, random);
    case Check::kAgeBech32:
      return bech32_completed(filled);
    case Check::kNkey:
      return nkey_sample(filled);
    case Check::kBasicCredentials:
      return basic_sample(filled, random);
    default:
      return filled;
  }
}

}  // namespace aegis
