#include "scanner/report/escape.h"

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "scanner/report/report.h"
#include "scanner/report/utf8.h"

namespace aegis {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

constexpr Range kDeceptive[] = {
    {0x7f, 0x9f},        // DEL and C1
    {0xad, 0xad},        // soft hyphen
    {0x61c, 0x61c},      // Arabic letter mark
    {0x180e, 0x180e},    // Mongolian vowel separator
    {0x200b, 0x200f},    // zero width, left-to-right and right-to-left marks
    {0x2028, 0x202e},    // line and paragraph separators, embeddings and overrides
    {0x2060, 0x206f},    // invisible operators, isolates
    {0xfeff, 0xfeff},    // byte order mark
    {0xfff9, 0xfffb},    // interlinear annotations
    {0xfffe, 0xffff},    // no characters
    {0xe0000, 0xe0fff},  // tags, which repeat ASCII invisibly, and more variation selectors
};

bool is_deceptive(char32_t value) {
  return std::any_of(std::begin(kDeceptive), std::end(kDeceptive),
                     [&](Range range) { return value >= range.first && value <= range.last; });
}

// Whether a build server's log would read a command here: "##[", "##vso[", "##teamcity[".
bool begins_log_command(std::string_view text) {
  if (!text.starts_with("##")) return false;
  const size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz", 2);
  return end != std::string_view::npos && text[end] == '[';
}

void append_number(std::string& out, const char* form, char32_t value) {
  char digits[16];
  std::snprintf(digits, sizeof digits, form, static_cast<unsigned>(value));
  out += digits;
}

void append_for_terminal(std::string& out, CodePoint point, std::string_view bytes) {
  if (!point.valid || point.value < 0x20 || point.value == 0x7f) {
    append_number(out, "\\x%02x", point.value);
  } else if (is_deceptive(point.value)) {
    append_number(out, "\\u{%x}", point.value);
  } else {
    out += bytes;
  }
}

void append_for_json(std::string& out, CodePoint point, std::string_view bytes) {
  if (!is_deceptive(point.value)) {
    out += bytes;
  } else if (point.value < 0x10000) {
    append_number(out, "\\u%04x", point.value);
  } else {
    append_number(out, "\\u%04x", 0xd7c0 + (point.value >> 10));
    append_number(out, "\\u%04x", 0xdc00 + (point.value & 0x3ff));
  }
}

// Most bytes: copied in runs, without a look at what follows them.
bool is_plain(char c) {
  return c >= ' ' && c <= '~' && c != '#';
}

template <typename Append>
std::string escaped(std::string_view text, std::string_view number_sign, Append append) {
  std::string out;
  out.reserve(text.size());
  while (true) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_plain);
    out.append(text.begin(), end);
    text.remove_prefix(static_cast<size_t>(end - text.begin()));
    if (text.empty()) return out;
    const CodePoint point = first_code_point(text);
    if (begins_log_command(text)) {
      out += number_sign;
    } else {
      append(out, point, text.substr(0, point.size));
    }
    text.remove_prefix(point.size);
  }
}

}  // namespace

std::string escaped_for_terminal(std::string_view text) {
  return escaped(text, "\\x23", append_for_terminal);
}

std::string escaped_at_line_start(std::string_view text) {
  std::string safe = escaped_for_terminal(text);
  const size_t first = safe.find_first_not_of(' ');
  if (first != std::string::npos && safe.compare(first, 2, "::") == 0) {
    safe.replace(first, 1, "\\x3a");
  }
  return safe;
}

std::string escaped_for_markdown(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (std::string_view("\\`*_[]<>#|~&").find(c) != std::string_view::npos) safe += '\\';
    safe += c;
  }
  return safe;
}

std::string escaped_in_json(std::string_view json) {
  return escaped(json, "\\u0023", append_for_json);
}

}  // namespace aegis
