#include "scanner/detect/key_block.h"

#include <algorithm>
#include <optional>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr size_t kMostLines = 256;
constexpr size_t kLeastTelling = 32;  // characters
constexpr size_t kMostBetween = 24;   // characters between two lines of a key

constexpr CharSet kBody = kAlnum | CharSet("+/=");
constexpr CharSet kBetween = CharSet(" \t\r\n\\nr\"'`+,;.|>#*()-");

bool is_body(std::string_view line) {
  return line.size() >= kLeastTelling &&
         std::all_of(line.begin(), line.end(), [](char c) { return kBody.contains(c); });
}

// Where `line` begins behind `at`, if nothing but what may stand between two lines comes before it.
std::optional<size_t> next_line(std::string_view bytes, size_t at, std::string_view line) {
  for (size_t i = 0; i <= kMostBetween && at + i < bytes.size(); ++i) {
    if (bytes.substr(at + i, line.size()) == line) return at + i;
    if (!kBetween.contains(bytes[at + i])) break;
  }
  return std::nullopt;
}

// Where `line` begins before `at`, likewise.
std::optional<size_t> line_before(std::string_view bytes, size_t at, std::string_view line) {
  for (size_t i = 0; i <= kMostBetween && at >= i + line.size(); ++i) {
    const size_t begin = at - i - line.size();
    if (bytes.substr(begin, line.size()) == line) return begin;
    if (at == i || !kBetween.contains(bytes[at - i - 1])) break;
  }
  return std::nullopt;
}

}  // namespace

bool is_key_block(std::string_view value) {
  return value.starts_with("-----BEGIN ") && value.find('\n') != std::string_view::npos;
}

KeyBlock::KeyBlock(std::string_view value) {
  value = value.substr(0, kMost);
  for (size_t begin = 0; begin < value.size() && lines_.size() < kMostLines;) {
    size_t end = std::min(value.find('\n', begin), value.size());
    const size_t next = end + 1;
    while (begin < end && (value[begin] == ' ' || value[begin] == '\t')) ++begin;
    while (end > begin &&
           std::string_view(" \t\r").find(value[end - 1]) != std::string_view::npos) {
      --end;
    }
    if (end > begin) lines_.push_back({begin, end});
    begin = next;
  }
  for (const Span line : lines_) {
    telling_.push_back(is_body(value.substr(line.begin, line.size())));
  }
  // Unless it is the only one, the first says the kind of key and little else.
  const auto first = std::find(telling_.begin(), telling_.end(), true);
  if (std::count(telling_.begin(), telling_.end(), true) > 1) *first = false;
}

Span KeyBlock::stretch_around(std::string_view bytes, std::string_view value, size_t line,
                              Span match) const {
  const auto text_of = [&](size_t i) { return value.substr(lines_[i].begin, lines_[i].size()); };
  Span stretch = match;
  for (size_t i = line; i-- > 0;) {
    const auto begin = line_before(bytes, stretch.begin, text_of(i));
    if (!begin) break;
    if (telling_[i]) return {};
    stretch.begin = *begin;
  }
  for (size_t i = line + 1; i < lines_.size(); ++i) {
    const auto begin = next_line(bytes, stretch.end, text_of(i));
    if (!begin) break;
    stretch.end = *begin + lines_[i].size();
  }
  return stretch;
}

}  // namespace aegis
