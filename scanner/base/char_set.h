// A set of bytes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aegis {

class CharSet {
 public:
  constexpr CharSet() = default;
  constexpr explicit CharSet(std::string_view members) { add(members); }

  constexpr void add(std::string_view members) {
    for (const char c : members) add(c);
  }
  constexpr void add(char c) {
    const auto byte = static_cast<unsigned char>(c);
    words_[byte >> 6] |= uint64_t{1} << (byte & 63);
  }
  constexpr void add_range(char first, char last) {
    for (int c = static_cast<unsigned char>(first); c <= static_cast<unsigned char>(last); ++c) {
      add(static_cast<char>(c));
    }
  }
  constexpr bool contains(char c) const {
    const auto byte = static_cast<unsigned char>(c);
    return (words_[byte >> 6] >> (byte & 63)) & 1;
  }
  constexpr CharSet operator|(const CharSet& other) const {
    CharSet both;
    for (size_t i = 0; i < 4; ++i) both.words_[i] = words_[i] | other.words_[i];
    return both;
  }
  constexpr bool intersects(const CharSet& other) const {
    for (size_t i = 0; i < 4; ++i) {
      if ((words_[i] & other.words_[i]) != 0) return true;
    }
    return false;
  }
  constexpr bool operator==(const CharSet&) const = default;

 private:
  std::array<uint64_t, 4> words_{};
};

constexpr CharSet make_range_set(std::string_view pairs) {
  CharSet set;
  for (size_t i = 0; i + 1 < pairs.size(); i += 2) set.add_range(pairs[i], pairs[i + 1]);
  return set;
}

inline constexpr CharSet kDigits = make_range_set("09");
inline constexpr CharSet kLower = make_range_set("az");
inline constexpr CharSet kUpper = make_range_set("AZ");
inline constexpr CharSet kAlpha = make_range_set("azAZ");
inline constexpr CharSet kAlnum = make_range_set("azAZ09");
inline constexpr CharSet kHex = make_range_set("09afAF");
inline constexpr CharSet kWord = make_range_set("azAZ09__");
inline constexpr CharSet kPrintable = make_range_set("!~");

// Its bytes, in order.
inline std::string members_of(const CharSet& set) {
  std::string members;
  for (int c = 0; c < 256; ++c) {
    if (set.contains(static_cast<char>(c))) members += static_cast<char>(c);
  }
  return members;
}

// Its byte, if it has exactly one.
inline std::optional<char> only_member(const CharSet& set) {
  const std::string members = members_of(set);
  if (members.size() != 1) return std::nullopt;
  return members[0];
}

constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

}  // namespace aegis
