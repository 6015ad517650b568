#include "scanner/decode/escape.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr char kEscape = '\x1b';
constexpr size_t kLongestControl = 64;    // parameters of ESC [
constexpr size_t kLongestCommand = 2048;  // text of ESC ]

std::optional<uint32_t> hex_number(std::string_view text, size_t at, size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  uint32_t value = 0;
  for (const char c : text.substr(at, digits)) {
    if (!kHex.contains(c)) return std::nullopt;
    const int digit = kDigits.contains(c) ? c - '0' : to_lower(c) - 'a' + 10;
    value = value * 16 + static_cast<uint32_t>(digit);
  }
  return value;
}

Escape one_byte(size_t size, char byte) {
  return {size, 1, {byte}};
}

Escape one_character(size_t size, uint32_t value) {
  const auto part = [&](unsigned shift) {
    return static_cast<char>(0x80 | (value >> shift & 0x3f));
  };
  if (value < 0x80) return one_byte(size, static_cast<char>(value));
  if (value < 0x800) return {size, 2, {static_cast<char>(0xc0 | value >> 6), part(0)}};
  if (value < 0x10000) return {size, 3, {static_cast<char>(0xe0 | value >> 12), part(6), part(0)}};
  return {size, 4, {static_cast<char>(0xf0 | value >> 18), part(12), part(6), part(0)}};
}

// \uNNNN, with a second one where the first is half of a character.
Escape unicode_escape(std::string_view text, size_t at) {
  const auto first = hex_number(text, at + 2, 4);
  if (!first) return {};
  if (*first < 0xd800 || *first > 0xdbff) return one_character(6, *first);
  const auto second =
      text.compare(at + 6, 2, "\\u") == 0 ? hex_number(text, at + 8, 4) : std::nullopt;
  if (!second || *second < 0xdc00 || *second > 0xdfff) return one_character(6, 0xfffd);
  return one_character(12, 0x10000 + ((*first - 0xd800) << 10) + (*second - 0xdc00));
}

Escape backslash_escape(std::string_view text, size_t at) {
  if (at + 1 >= text.size()) return {};
  constexpr std::string_view kLetters = "ntrbfv/\\";
  constexpr std::string_view kMeanings = "\n\t\r\b\f\v/\\";
  const char letter = text[at + 1];
  const size_t known = kLetters.find(letter);
  if (known != std::string_view::npos) return one_byte(2, kMeanings[known]);
  if (letter == 'u') return unicode_escape(text, at);
  if (letter == 'x') {
    const auto value = hex_number(text, at + 2, 2);
    return value ? one_byte(4, static_cast<char>(*value)) : Escape{};
  }
  if (letter == 'e' && text.compare(at + 2, 1, "[") == 0) return one_byte(2, kEscape);
  if (text.compare(at + 1, 4, "033[") == 0) return one_byte(4, kEscape);
  return {};
}

Escape nothing_shown(size_t size) {
  return {size, 0, {}};
}

Escape terminal_sequence(std::string_view text, size_t at) {
  const auto is_between = [&](size_t i, char first, char last) {
    return i < text.size() && text[i] >= first && text[i] <= last;
  };
  size_t end = at + 1;
  if (end < text.size() && text[end] == '[') {
    const size_t most = at + kLongestControl;
    for (++end; end < most && is_between(end, ' ', '?');) ++end;
    return is_between(end, '@', '~') ? nothing_shown(end + 1 - at) : nothing_shown(1);
  }
  if (end < text.size() && text[end] == ']') {
    const std::string_view command = text.substr(at, kLongestCommand);
    const size_t stop = command.find_first_of("\a\x1b\n", 2);
    if (stop == std::string_view::npos || command[stop] == '\n') return nothing_shown(1);
    return nothing_shown(
        command[stop] == kEscape && command.substr(stop + 1, 1) == "\\" ? stop + 2 : stop + 1);
  }
  while (is_between(end, ' ', '/') && end - at < 4) ++end;
  return is_between(end, '0', '~') ? nothing_shown(end + 1 - at) : nothing_shown(1);
}

// rsyslog writes control characters so, in octal.
Escape rsyslog_escape(std::string_view text, size_t at) {
  constexpr CharSet kOctal = make_range_set("07");
  if (text.size() - at < 4 || text[at + 1] != '0' || text[at + 2] > '3') return {};
  if (!kOctal.contains(text[at + 2]) || !kOctal.contains(text[at + 3])) return {};
  return one_byte(4, static_cast<char>((text[at + 2] - '0') * 8 + (text[at + 3] - '0')));
}

bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}

}  // namespace

Escape escape_at(std::string_view text, size_t at) {
  switch (text[at]) {
    case '\\':
      return backslash_escape(text, at);
    case kEscape:
      return terminal_sequence(text, at);
    case '#':
      return rsyslog_escape(text, at);
    default:
      return {};
  }
}

bool hides_text(std::string_view text, size_t& at) {
  if (text[at] == '\\') {
    // Of several backslashes the last one counts: the others are its own escapes.
    while (at + 1 < text.size() && text[at + 1] == '\\') ++at;
  }
  const Escape escape = escape_at(text, at);
  at += std::max<size_t>(escape.size, 1);
  if (escape.size == 0) return false;
  return escape.count == 0 ||
         (escape.count == 1 && (is_printable(escape.bytes[0]) || escape.bytes[0] == kEscape));
}

}  // namespace aegis
