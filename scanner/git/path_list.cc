#include "scanner/git/path_list.h"

#include <algorithm>
#include <optional>

namespace aegis::git {

namespace {

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

struct Unescaped {
  char byte = 0;
  size_t length = 0;  // of the escape, without its backslash
};

// REQUIRES: `rest` is what follows a backslash.
std::optional<Unescaped> unescape(std::string_view rest) {
  static constexpr std::string_view kEscapes = "abtnvfr\"\\";
  static constexpr std::string_view kMeanings = "\a\b\t\n\v\f\r\"\\";
  if (rest.empty()) return std::nullopt;
  if (const size_t known = kEscapes.find(rest[0]); known != std::string_view::npos) {
    return Unescaped{kMeanings[known], 1};
  }
  if (rest.size() < 3 || !std::all_of(rest.begin(), rest.begin() + 3, is_octal)) {
    return std::nullopt;
  }
  const int value = (rest[0] - '0') << 6 | (rest[1] - '0') << 3 | (rest[2] - '0');
  return Unescaped{static_cast<char>(value), 3};
}

struct Quoted {
  std::string path;
  size_t length = 0;  // in the list, both quotes included
};

// REQUIRES: `list` begins with a double quote.
std::optional<Quoted> unquote(std::string_view list) {
  Quoted quoted;
  for (size_t i = 1; i < list.size(); ++i) {
    if (list[i] == '"') {
      quoted.length = i + 1;
      return quoted;
    }
    if (list[i] != '\\') {
      quoted.path.push_back(list[i]);
      continue;
    }
    const auto unescaped = unescape(list.substr(i + 1));
    if (!unescaped) return std::nullopt;
    quoted.path.push_back(unescaped->byte);
    i += unescaped->length;
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> parse_path_list(std::string_view list, char separator) {
  std::vector<std::string> paths;
  while (!list.empty()) {
    auto quoted = list[0] == '"' ? unquote(list) : std::nullopt;
    const size_t length = std::min(quoted ? quoted->length : list.find(separator), list.size());
    if (quoted) {
      paths.push_back(std::move(quoted->path));
    } else if (length > 0 && list[0] != '#') {
      paths.emplace_back(list.substr(0, length));
    }
    list.remove_prefix(std::min(length + 1, list.size()));
  }
  return paths;
}

}  // namespace aegis::git
