#include "scanner/report/utf8.h"

#include <algorithm>
#include <cstdint>

namespace aegis {

namespace {

constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};  // by size: less is overlong

bool is_continuation(char c) {
  return (static_cast<uint8_t>(c) & 0xc0) == 0x80;
}

// What a first byte announces; 0 for one that begins nothing.
size_t announced_size(uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

bool is_scalar(char32_t value, size_t size) {
  return value >= kLeast[size] && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  const auto lead = static_cast<uint8_t>(text[0]);
  const size_t size = announced_size(lead);
  if (size == 1) return {lead, 1, true};
  if (size == 0 || text.size() < size) return {lead, 1, false};
  char32_t value = lead & (0x7fU >> size);
  for (const char c : text.substr(1, size - 1)) {
    if (!is_continuation(c)) return {lead, 1, false};
    value = value << 6 | (static_cast<uint8_t>(c) & 0x3fU);
  }
  if (!is_scalar(value, size)) return {lead, 1, false};
  return {value, size, true};
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.valid) return false;
    text.remove_prefix(point.size);
  }
  return true;
}

size_t count_code_points(std::string_view text) {
  size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(first_code_point(text).size);
  return count;
}

std::string_view without_cut_beginning(std::string_view text) {
  for (int i = 0; i < 3 && !text.empty() && is_continuation(text[0]); ++i) text.remove_prefix(1);
  return text;
}

std::string_view without_cut_end(std::string_view text) {
  for (size_t back = 1; back <= std::min<size_t>(3, text.size()); ++back) {
    const char c = text[text.size() - back];
    if (is_continuation(c)) continue;
    if (announced_size(static_cast<uint8_t>(c)) > back) text.remove_suffix(back);
    break;
  }
  return text;
}

}  // namespace aegis
