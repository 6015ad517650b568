#include "scanner/gitleaks/encoding.h"

#include <algorithm>
#include <optional>

namespace aegis::gitleaks {

namespace {

constexpr size_t kLeastHex = 32;
constexpr size_t kLeastBase64 = 16;
constexpr size_t kCodePoint = 6;  // "U+0041", "\u0041"

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}
bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}
bool is_base64(char c) {
  return is_digit(c) || is_letter(c) || c == '_' || c == '/' || c == '+' || c == '-';
}
bool is_printable(char c) {
  return c > '\x08' && c < '\x7f';
}

// -1 for what is no hex digit.
int nibble(char c) {
  if (is_digit(c)) return c - '0';
  const char low = static_cast<char>(c | 0x20);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

bool is_hex_at(std::string_view text, size_t at, size_t digits) {
  if (at > text.size() || text.size() - at < digits) return false;
  return std::all_of(text.begin() + static_cast<ptrdiff_t>(at),
                     text.begin() + static_cast<ptrdiff_t>(at + digits),
                     [](char c) { return nibble(c) >= 0; });
}

bool is_percent_at(std::string_view text, size_t at) {
  return text[at] == '%' && is_hex_at(text, at + 1, 2);
}

// Each gives the end of the stretch that begins at `at`, or `at` where none does.

size_t end_of_percent(std::string_view text, size_t at) {
  if (!is_percent_at(text, at)) return at;
  size_t last = std::min(text.find('\n', at), text.size());
  do --last;
  while (!is_percent_at(text, last));
  return last + 3;
}

size_t end_of_code_points(std::string_view text, size_t at) {
  while (text.substr(at, 2) == "U+" && is_hex_at(text, at + 2, 4)) {
    const size_t end = at + kCodePoint;
    if (end == text.size()) return end;
    if (!is_blank(text[end])) break;
    at = end + 1;
  }
  return at;
}

size_t end_of_escapes(std::string_view text, size_t at) {
  while (at < text.size() && text[at] == '\\') {
    const size_t letter = text.substr(at, 2) == "\\\\" ? at + 2 : at + 1;
    if (letter >= text.size() || (text[letter] | 0x20) != 'u' || !is_hex_at(text, letter + 1, 4)) {
      break;
    }
    at = letter + 5;
  }
  return at;
}

template <typename Is>
size_t end_of_run(std::string_view text, size_t at, Is is) {
  while (at < text.size() && is(text[at])) ++at;
  return at;
}

std::optional<EncodedStretch> stretch_at(std::string_view text, size_t at) {
  const char c = text[at];
  size_t end = at;
  if (c == '%' && (end = end_of_percent(text, at)) != at) {
    return EncodedStretch{Encoding::kPercent, {at, end}};
  }
  if (c == 'U') end = end_of_code_points(text, at);
  if (c == '\\') end = end_of_escapes(text, at);
  if (end != at) return EncodedStretch{Encoding::kUnicode, {at, end}};
  if (!is_base64(c)) return std::nullopt;
  end = end_of_run(text, at, [](char one) { return nibble(one) >= 0; });
  if (end - at >= kLeastHex) return EncodedStretch{Encoding::kHex, {at, end}};
  end = end_of_run(text, end, is_base64);
  if (end - at < kLeastBase64) return std::nullopt;
  for (int i = 0; i < 2 && end < text.size() && text[end] == '='; ++i) ++end;
  return EncodedStretch{Encoding::kBase64, {at, end}};
}

bool touch(const EncodedStretch& a, const EncodedStretch& b) {
  return a.span.begin <= b.span.end && b.span.begin <= a.span.end;
}

std::string from_percent(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!is_percent_at(text, i)) {
      out += text[i];
      continue;
    }
    const char c = static_cast<char>(nibble(text[i + 1]) << 4 | nibble(text[i + 2]));
    if (!is_printable(c)) return {};
    out += c;
    i += 2;
  }
  return out;
}

void append_utf8(std::string& out, unsigned value) {
  if (value >= 0xd800 && value <= 0xdfff) value = 0xfffd;
  if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    out += static_cast<char>(0xc0 | value >> 6);
    out += static_cast<char>(0x80 | (value & 0x3f));
  } else {
    out += static_cast<char>(0xe0 | value >> 12);
    out += static_cast<char>(0x80 | (value >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (value & 0x3f));
  }
}

// The four digits behind each `u` or `+`.
std::string from_unicode(std::string_view text) {
  std::string out;
  for (size_t i = 1; i + 4 < text.size(); ++i) {
    const bool begins = text[i] == '+' || ((text[i] | 0x20) == 'u' && text[i - 1] == '\\');
    if (!begins || !is_hex_at(text, i + 1, 4)) continue;
    unsigned value = 0;
    for (const char c : text.substr(i + 1, 4))
      value = value << 4 | static_cast<unsigned>(nibble(c));
    append_utf8(out, value);
    i += 4;
  }
  return out;
}

std::string from_hex(std::string_view text) {
  std::string out;
  if (text.size() % 2 != 0 || std::none_of(text.begin(), text.end(), is_digit)) return out;
  for (size_t i = 0; i < text.size(); i += 2) {
    const char c = static_cast<char>(nibble(text[i]) << 4 | nibble(text[i + 1]));
    if (!is_printable(c)) return {};
    out += c;
  }
  return out;
}

int sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  return c == '+' || c == '-' ? 62 : 63;
}

// Padded with the alphabet of base64, or not padded with that of base64url.
std::string from_base64(std::string_view text) {
  const std::string_view body = text.substr(0, text.find('='));
  const bool is_plain = body.find_first_of("-_") == std::string_view::npos;
  const bool is_url = body.find_first_of("+/") == std::string_view::npos;
  const bool is_padded = body.size() != text.size();
  const bool fits = is_plain && text.size() % 4 == 0 && text.size() - body.size() <= 2;
  if (!fits && (!is_url || is_padded || body.size() % 4 == 1)) return {};
  if (body.find_first_of("0123456789+/-_") == std::string_view::npos) return {};
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : body) {
    bits = bits << 6 | static_cast<unsigned>(sextet(c));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    const char byte = static_cast<char>(bits >> count & 0xff);
    if (!is_printable(byte)) return {};
    out += byte;
  }
  return out;
}

}  // namespace

const char* name_of(Encoding encoding) {
  constexpr const char* kNames[] = {"percent", "unicode", "hex", "base64"};
  return kNames[static_cast<size_t>(encoding)];
}

std::vector<EncodedStretch> find_encoded(std::string_view text) {
  std::vector<EncodedStretch> all;
  for (size_t at = 0; at < text.size();) {
    const auto stretch = stretch_at(text, at);
    if (stretch) all.push_back(*stretch);
    at = stretch ? stretch->span.end : at + 1;
  }
  std::vector<EncodedStretch> kept;
  for (size_t i = 0; i < all.size(); ++i) {
    const auto waits_for = [&](size_t other) {
      return other < all.size() && touch(all[i], all[other]) &&
             all[other].encoding < all[i].encoding;
    };
    if (!waits_for(i - 1) && !waits_for(i + 1)) kept.push_back(all[i]);
  }
  return kept;
}

std::string decoded(Encoding encoding, std::string_view text) {
  switch (encoding) {
    case Encoding::kPercent:
      return from_percent(text);
    case Encoding::kUnicode:
      return from_unicode(text);
    case Encoding::kHex:
      return from_hex(text);
    case Encoding::kBase64:
      return from_base64(text);
  }
  return {};
}

}  // namespace aegis::gitleaks
