#include "scanner/rule/sample.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "scanner/rule/checksum.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/shape_match.h"

namespace aegis {

namespace {

constexpr int kTries = 200;
constexpr size_t kLongest = 400;  // of one hole with a range: longer tokens prove nothing more

std::string random_text(const CharSet& set, size_t length, SampleRandom& random) {
  const std::string members = members_of(set);
  std::string text;
  for (size_t i = 0; i < length; ++i) text += members[random.below(members.size())];
  return text;
}

double entropy(const std::string& text) {
  std::map<char, double> counts;
  for (const char c : text) ++counts[c];
  double bits = 0;
  for (const auto& [c, count] : counts) {
    const double share = count / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

std::string fill(const Variant& variant, SampleRandom& random) {
  std::string text;
  for (const Element& element : variant.elements) {
    const size_t most = std::min(element.max, std::max(element.min, kLongest));
    const size_t length = element.min + random.below(most - element.min + 1);
    switch (element.kind) {
      case ElementKind::kLiteral:
        text += element.text;
        break;
      case ElementKind::kClass:
        text += random_text(element.set, length, random);
        break;
      case ElementKind::kCrc32Base62:
        text += crc32_base62(std::string_view(text).substr(variant.prefix().size()));
        break;
    }
  }
  return text;
}

std::string base64url(std::string_view bytes) {
  std::string text = encode_base64(bytes);
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
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

// `filled` changed so that the rule's check holds.
std::string completed(const Rule& rule, std::string filled, SampleRandom& random) {
  switch (rule.check) {
    case Check::kJwt:
      return jwt_sample(random);
    case Check::kDiscordBot:
      return discord_sample(filled, random);
    case Check::kGrafanaCrc32: {
      const size_t bar = filled.rfind('_');
      return filled.substr(0, bar + 1) + crc32_hex_little_endian(filled.substr(0, bar));
    }
    case Check::kGitlabRoutable:
      filled.resize(filled.size() - 7);
      return filled + crc32_base36(filled);
    case Check::kAgeBech32:
      return bech32_completed(filled);
    case Check::kNkey:
      return nkey_sample(filled);
    case Check::kBasicCredentials:
      return encode_base64("deploy:" + random_text(kAlnum, 18 + random.below(8), random));
    default:
      return filled;
  }
}

bool fits(const Rule& rule, const Variant& variant, const std::string& token) {
  if (match_variant(variant, token, 0) != token.size()) return false;
  if (entropy(token) < rule.entropy) return false;
  // A macaroon is base64 as a whole, which some lengths are not.
  return rule.check != Check::kPypiMacaroon || decode_base64(token.substr(5)).has_value();
}

// An element that the last character of a match belongs to, when it is a class.
const Element* last_class(const Variant& variant) {
  const Element& last = variant.elements.back();
  return last.kind == ElementKind::kClass ? &last : nullptr;
}

}  // namespace

uint64_t SampleRandom::next() {
  state_ += 0x9e3779b97f4a7c15;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

uint64_t seed_of(const Rule& rule) {
  uint64_t seed = 14695981039346656037u;  // FNV-1a
  for (const char c : rule.id) seed = (seed ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return seed;
}

std::optional<std::string> make_example(const Rule& rule, const Variant& variant,
                                        SampleRandom& random) {
  for (int i = 0; i < kTries; ++i) {
    std::string token = completed(rule, fill(variant, random), random);
    if (fits(rule, variant, token)) return token;
  }
  return std::nullopt;
}

std::vector<NearMiss> make_near_misses(const Rule& rule, const Variant& variant,
                                       SampleRandom& random) {
  std::vector<NearMiss> misses;
  const auto example = make_example(rule, variant, random);
  const Element* last = last_class(variant);
  if (!example) return misses;
  if (last != nullptr && last->fixed()) {
    misses.push_back({example->substr(0, example->size() - 1), "one short"});
    misses.push_back({*example + random_text(last->set, 1, random), "one long"});
    std::string foreign = *example;
    foreign[foreign.size() - 1 - random.below(last->max)] = '\x01';
    misses.push_back({foreign, "wrong alphabet"});
  }
  const bool has_checksum =
      std::any_of(variant.elements.begin(), variant.elements.end(),
                  [](const Element& element) { return element.kind == ElementKind::kCrc32Base62; });
  if (has_checksum || rule.check == Check::kGrafanaCrc32 || rule.check == Check::kGitlabRoutable) {
    std::string wrong = *example;
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    misses.push_back({wrong, "wrong checksum"});
  }
  return misses;
}

std::vector<std::string> in_surroundings(const std::string& token, const std::string& name) {
  const auto quoted = [&](char quote) { return quote + token + quote; };
  return {
      "[settings]\n" + name + " = " + token + "\nother = 1\n",
      "{\"" + name + "\": " + quoted('"') + ", \"n\": 1}\n",
      "client:\n  " + name + ": " + token + "\n  retries: 3\n",
      "export " + name + "=" + quoted('\'') + "\n",
      "const " + name + " = " + quoted('"') + ";\n",
      "curl 'https://api.invalid/v1/list?" + name + "=" + token + "&page=2'\n",
      "X-" + name + ": " + token + "\r\nAccept: */*\r\n",
      "2026-11-20T10:00:00Z INFO started with " + name + "=" + token + " in 12 ms\n",
      "<entry " + name + "=" + quoted('"') + "/>\n",
      name + "\\n" + name + "=" + token + "\\n",
  };
}

std::string name_for(const Rule& rule) {
  if (!rule.near.empty()) return folded_word(rule.near.front()) + "_value";
  return "setting";
}

}  // namespace aegis
