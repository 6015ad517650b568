#include "scanner/detect/value_form.h"

#include <algorithm>
#include <array>
#include <string>

#include "scanner/base/ascii.h"
#include "scanner/detect/word_model.h"

namespace aegis {

namespace {

// Whether one of `fillers` takes half of the text in one stretch.
bool is_filled_with(std::string_view text, const CharSet& fillers) {
  size_t longest = 0;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin;
    while (end < text.size() && text[end] == text[begin]) ++end;
    if (fillers.contains(text[begin])) longest = std::max(longest, end - begin);
    begin = end;
  }
  return longest >= 6 && longest * 2 >= text.size();
}

bool has_dashes_of_uuid(std::string_view text) {
  return text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' &&
         text[23] == '-';
}

}  // namespace

Shade shade_of(std::string_view text) {
  Shade shade;
  shade.digits = count_in(text, kDigits);
  shade.lower = count_in(text, kLower);
  shade.upper = count_in(text, kUpper);
  shade.other = text.size() - shade.digits - shade.lower - shade.upper;
  return shade;
}

bool all_in(std::string_view text, const CharSet& set) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return set.contains(c); });
}

size_t count_in(std::string_view text, const CharSet& set) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [&](char c) { return set.contains(c); }));
}

size_t count_distinct(std::string_view text) {
  std::array<bool, 256> seen{};
  size_t n = 0;
  for (const char c : text) {
    bool& mark = seen[static_cast<unsigned char>(c)];
    n += mark ? 0 : 1;
    mark = true;
  }
  return n;
}

bool is_identifier(std::string_view text) {
  if (!all_in(text, kWord | CharSet("-.:$"))) return false;
  if (kDigits.contains(text.front())) return false;
  return count_in(text, kDigits) * 5 <= text.size();
}

bool is_numbered_name(std::string_view text) {
  const size_t digits = count_in(text, kDigits);
  if (has_dashes_of_uuid(text) || digits == 0 || digits * 3 > text.size() * 2) return false;
  constexpr CharSet kJoint("-_.:");
  constexpr size_t kLongestWord = 8;
  bool worded = false;
  size_t parts = 0;
  for (size_t begin = 0; begin < text.size(); ++parts) {
    size_t end = begin;
    while (end < text.size() && kLower.contains(text[end])) ++end;
    if (end > begin + kLongestWord) return false;
    worded = worded || end > begin + 2;
    while (end < text.size() && kDigits.contains(text[end])) ++end;
    if (end == begin || (end < text.size() && !kJoint.contains(text[end]))) return false;
    begin = end + 1;
  }
  return parts >= 2 && worded && !kJoint.contains(text.back());
}

bool is_constant_name(std::string_view text) {
  return all_in(text, kUpper | kDigits | CharSet("_")) && count_in(text, CharSet("_")) >= 2 &&
         count_in(text, kDigits) * 4 <= text.size();
}

bool is_broken_hex(std::string_view text) {
  constexpr size_t kShortest = 32;
  constexpr size_t kFew = 3;
  if (text.size() < kShortest || count_in(text, kDigits) * 4 < text.size()) return false;
  const size_t others = text.size() - count_in(text, kHex);
  return others > 0 && others <= kFew && count_in(text, kUpper) == 0;
}

bool is_path_or_url(std::string_view text) {
  if (text.find("://") != std::string_view::npos) return true;
  if (text.starts_with("./") || text.starts_with("../") || text.starts_with("~/")) return true;
  const auto slashes = count_in(text, CharSet("/"));
  if (text.front() == '/' && slashes >= 2 && letter_surprise(text) < kRandomish) return true;
  if (slashes >= 1 && letter_surprise(text) < kWordy) return true;
  if (text.size() > 3 && text[1] == ':' && text[2] == '\\') return true;
  constexpr std::string_view kEndings[] = {
      ".pem", ".sh",   ".key", ".txt", ".json", ".yml", ".yaml", ".xml", ".conf", ".crt", ".jks",
      ".p12", ".html", ".php", ".js",  ".env",  ".com", ".org",  ".net", ".io",   ".py",  ".go"};
  const std::string lower = lowered(text);
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](std::string_view ending) { return lower.ends_with(ending); });
}

bool is_time_uuid(std::string_view text) {
  return is_uuid(text) && text[14] == '1' && CharSet("89abAB").contains(text[19]);
}

bool is_uuid(std::string_view text) {
  return has_dashes_of_uuid(text) && count_in(text, kHex) == 32;
}

bool is_number_like(std::string_view text) {
  return all_in(text, kDigits | CharSet(".,:-+ /xXTZ^~<>=*"));
}

bool is_prose(std::string_view text) {
  const size_t spaces = count_in(text, CharSet(" \t"));
  if (spaces == 0) return false;
  return spaces >= 2 || letter_surprise(text) < kWordy || text.back() == ':' || text.back() == '.';
}

bool holds_markup(std::string_view text) {
  if (text.find('\n') != std::string_view::npos) return true;
  constexpr CharSet kTagBegin = make_range_set("azAZ//!!");
  const size_t open = text.find('<');
  return open != std::string_view::npos && open + 1 < text.size() &&
         kTagBegin.contains(text[open + 1]) &&
         (open == 0 || text.find('>', open) != std::string_view::npos);
}

bool is_wordy(std::string_view text) {
  const size_t letters = count_in(text, kAlpha);
  if (letters * 2 < text.size()) return false;
  return letters >= 3 && letter_surprise(text) < kWordy;
}

bool is_filled_in(std::string_view text) {
  return is_filled_with(text, kPrintable);
}

bool is_masked(std::string_view text) {
  return is_filled_with(text, CharSet("xX*.0_-"));
}

}  // namespace aegis
