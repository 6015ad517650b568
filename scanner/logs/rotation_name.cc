#include "scanner/logs/rotation_name.h"

#include <algorithm>
#include <iterator>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr std::string_view kEndings[] = {".gz", ".zst", ".xz", ".bz2", ".lz4", ".Z"};
constexpr size_t kLongestNumber = 4;  // of generations

bool take_ending(std::string_view& name) {
  for (const std::string_view ending : kEndings) {
    if (name.size() > ending.size() && name.ends_with(ending)) {
      name.remove_suffix(ending.size());
      return true;
    }
  }
  return false;
}

// ".1"
bool take_generation(std::string_view& name) {
  size_t digits = 0;
  while (digits < name.size() && kDigits.contains(name[name.size() - 1 - digits])) ++digits;
  if (digits == 0 || digits > kLongestNumber || digits + 1 >= name.size()) return false;
  if (name[name.size() - 1 - digits] != '.') return false;
  name.remove_suffix(digits + 1);
  return true;
}

// The length of a date with its separator: "-20261124", ".2026-11-24", "-2026112410",
// "-1795514400"; 0 where there is none.
size_t date_length(std::string_view text) {
  if (text.empty() || (text[0] != '-' && text[0] != '.' && text[0] != '_')) return 0;
  size_t at = 1;
  size_t digits = 0;
  while (at < text.size()) {
    const bool joins =
        text[at] == '-' && digits >= 4 && at + 1 < text.size() && kDigits.contains(text[at + 1]);
    if (!kDigits.contains(text[at]) && !joins) break;
    digits += joins ? 0 : 1;
    ++at;
  }
  const bool is_plausible = text.substr(1, 1) == "1" || text.substr(1, 1) == "2";
  return digits >= 8 && digits <= 14 && is_plausible ? at : 0;
}

}  // namespace

std::string name_before_rotation(std::string_view path) {
  std::string_view name = path.substr(path.rfind('/') + 1);
  while (take_ending(name) || take_generation(name)) {
  }
  for (size_t at = 1; at < name.size(); ++at) {
    const size_t length = date_length(name.substr(at));
    if (length > 0) return std::string(name.substr(0, at)).append(name.substr(at + length));
  }
  return std::string(name);
}

}  // namespace aegis
