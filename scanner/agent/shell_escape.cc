#include "scanner/agent/shell_escape.h"

#include <algorithm>
#include <cstdint>

namespace aegis::agent {

namespace {

constexpr std::string_view kLetters = "abeEfnrtv";
constexpr std::string_view kControls = "\a\b\x1b\x1b\f\n\r\t\v";

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 16;
}

// Up to `most` digits of the base at `at`, which moves past them.
uint32_t number_at(std::string_view text, size_t& at, int base, int most) {
  uint32_t value = 0;
  for (int i = 0; i < most && at < text.size() && digit_of(text[at]) < base; ++i) {
    value = value * static_cast<uint32_t>(base) + static_cast<uint32_t>(digit_of(text[at++]));
  }
  return value;
}

void append_utf8(std::string& out, uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  const uint32_t lead = more == 1 ? 0xC0 : more == 2 ? 0xE0 : 0xF0;
  out += static_cast<char>(lead | (code >> (6 * more)));
  for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | (code >> (6 * i) & 0x3F));
}

// What stands after a backslash; `at` moves past it.
void append_escape(std::string_view text, size_t& at, std::string& out) {
  const char c = text[at];
  const size_t letter = kLetters.find(c);
  if (digit_of(c) < 8) {
    out += static_cast<char>(number_at(text, at, 8, 3));
  } else if (letter != std::string_view::npos) {
    out += kControls[letter];
    ++at;
  } else if (c == 'x') {
    out += static_cast<char>(number_at(text, ++at, 16, 2));
  } else if (c == 'u' || c == 'U') {
    append_utf8(out, number_at(text, ++at, 16, c == 'u' ? 4 : 8));
  } else {
    out += c;
    ++at;
  }
}

}  // namespace

AnsiText unescape_ansi(std::string_view rest) {
  AnsiText result;
  size_t at = 0;
  while (at < rest.size() && rest[at] != '\'') {
    if (rest[at] == '\\' && at + 1 < rest.size()) {
      append_escape(rest, ++at, result.text);
    } else {
      result.text += rest[at++];
    }
  }
  result.length = std::min(at + 1, rest.size());
  return result;
}

}  // namespace aegis::agent
