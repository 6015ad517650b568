#include "scanner/known/text_file.h"

#include "scanner/base/char_set.h"
#include "scanner/base/lines.h"
#include "scanner/known/key_text.h"

namespace aegis {

namespace {

constexpr size_t kLongestName = 64;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

// "name" of "name: value" and "name=value"; empty when the line is neither.
std::string_view name_in(std::string_view line) {
  constexpr CharSet kName = kWord | CharSet(" .-");
  const size_t end = line.find_first_of(":=");
  if (end == std::string_view::npos || end == 0 || end > kLongestName) return {};
  const std::string_view name = line.substr(0, end);
  if (!kAlpha.contains(name[0]) || name.find_first_not_of(members_of(kName)) != name.npos) {
    return {};
  }
  // "https://...", "sha256:..." and the like have their colon in the value.
  const bool is_named = line[end] == '=' || (end + 1 < line.size() && line[end + 1] == ' ');
  return is_named ? trimmed(name) : std::string_view{};
}

}  // namespace

StoredValues read_text_file(std::string_view text) {
  StoredValues out;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::string rest(text);
  for (Secret& key : take_private_keys(rest)) out.add("private key", key.reveal());
  const bool one_line = trimmed(rest).find('\n') == std::string_view::npos;
  std::string_view lines = rest;
  for (size_t number = 1; !lines.empty(); ++number) {
    const std::string_view line = trimmed(take_line(lines));
    if (line.empty()) continue;
    const std::string name = one_line ? "value" : "line " + std::to_string(number);
    out.add(name, line);
    const std::string_view own = name_in(line);
    if (!own.empty()) out.add(std::string(own), trimmed(line.substr(line.find_first_of(":=") + 1)));
  }
  wipe(rest);
  return out;
}

StoredValues read_whole_file(std::string_view text) {
  StoredValues out;
  out.add("value", trimmed(text));
  return out;
}

}  // namespace aegis
