#include "scanner/logs/log_fingerprint.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "scanner/base/char_set.h"
#include "scanner/base/hex.h"
#include "scanner/base/sha.h"
#include "scanner/logs/rotation_name.h"

namespace aegis {

namespace {

constexpr size_t kBytes = 16;
constexpr std::string_view kCalendarWords[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
                                               "Aug", "Sep", "Oct", "Nov", "Dec", "Mon", "Tue",
                                               "Wed", "Thu", "Fri", "Sat", "Sun"};

bool varies(std::string_view word) {
  const auto is_digit = [](char c) { return kDigits.contains(c); };
  return std::any_of(word.begin(), word.end(), is_digit) ||
         std::find(std::begin(kCalendarWords), std::end(kCalendarWords), word) !=
             std::end(kCalendarWords);
}

void add_without_what_varies(std::string_view text, std::string& key) {
  while (!text.empty()) {
    size_t size = 0;
    while (size < text.size() && kAlnum.contains(text[size])) ++size;
    if (size > 0) {
      const std::string_view word = text.substr(0, size);
      key += varies(word) ? "0" : word;
    } else {
      // Padding before a number: `Nov  4`.
      const bool again = text[0] == ' ' && !key.empty() && key.back() == ' ';
      if (!again) key += text[0];
      size = 1;
    }
    text.remove_prefix(size);
  }
}

}  // namespace

std::string log_fingerprint(const Finding& finding) {
  std::string key = "aegis log fingerprint 1";
  for (const std::string_view part :
       {std::string_view(finding.rule->id), std::string_view(finding.origin->identity)}) {
    key += '\0';
    key += part;
  }
  for (const std::string& side : {finding.evidence.before, finding.evidence.after}) {
    key += '\0';
    add_without_what_varies(side, key);
  }
  const auto digest = sha256(key);
  return to_hex(std::span(digest).first(kBytes));
}

}  // namespace aegis
