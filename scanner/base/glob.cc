#include "scanner/base/glob.h"

#include <algorithm>
#include <optional>

namespace aegis {

namespace {

// Length of the set that begins at pattern[0] == '[' and whether `c` is in it; nothing when it has
// no end, in which case `[` stands for itself.
std::optional<size_t> set_length(std::string_view pattern, char c, bool& is_in) {
  size_t at = 1;
  const bool negated = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
  if (negated) ++at;
  bool in = false;
  bool any = false;
  while (at < pattern.size() && (pattern[at] != ']' || !any)) {
    any = true;
    if (pattern[at] == '\\' && at + 1 < pattern.size()) ++at;
    const char low = pattern[at++];
    char high = low;
    if (at + 1 < pattern.size() && pattern[at] == '-' && pattern[at + 1] != ']') {
      high = pattern[at + 1];
      at += 2;
    }
    const auto byte = static_cast<unsigned char>(c);
    in =
        in || (static_cast<unsigned char>(low) <= byte && byte <= static_cast<unsigned char>(high));
  }
  if (at >= pattern.size()) return std::nullopt;
  is_in = in != negated && c != '/';
  return at + 1;
}

// Matches one pattern character against one of the path; says how much of the pattern it took.
size_t match_one(std::string_view pattern, char c) {
  if (pattern[0] == '?') return c != '/' ? 1 : 0;
  if (pattern[0] == '[') {
    bool is_in = false;
    if (const auto length = set_length(pattern, c, is_in)) return is_in ? *length : 0;
  }
  if (pattern[0] == '\\' && pattern.size() > 1) return pattern[1] == c ? 2 : 0;
  return pattern[0] == c ? 1 : 0;
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view path) {
  // The two places to go back to: after the last `*`, which cannot cross a `/`, and after the last
  // `**`, which can. Going back further than the last of each never helps.
  struct Retry {
    size_t pattern = std::string_view::npos;
    size_t path = 0;
  };
  Retry star;
  Retry folders;
  size_t p = 0;
  size_t s = 0;
  for (;;) {
    const std::string_view rest = pattern.substr(p);
    const bool part_begins = p == 0 || pattern[p - 1] == '/';
    const size_t stars = std::min(rest.find_first_not_of('*'), rest.size());
    const bool any_folders = part_begins && stars >= 2;
    if (any_folders && stars == rest.size()) return s < path.size();
    if (any_folders && rest[stars] == '/') {
      p += stars + 1;
      folders = {p, s};
      star = {};
      continue;
    }
    if (!rest.empty() && rest[0] == '*') {
      while (p < pattern.size() && pattern[p] == '*') ++p;
      star = {p, s};
      continue;
    }
    if (s == path.size() && rest.empty()) return true;
    const size_t taken = !rest.empty() && s < path.size() ? match_one(rest, path[s]) : 0;
    if (taken > 0) {
      p += taken;
      ++s;
    } else if (star.pattern != std::string_view::npos && star.path < path.size() &&
               path[star.path] != '/') {
      s = ++star.path;
      p = star.pattern;
    } else if (folders.pattern != std::string_view::npos) {
      const size_t slash = path.find('/', folders.path);
      if (slash == std::string_view::npos) return false;
      s = folders.path = slash + 1;
      p = folders.pattern;
      star = {};
    } else {
      return false;
    }
  }
}

void IgnoreRules::add_lines(std::string_view text) {
  while (!text.empty()) {
    const size_t newline = text.find('\n');
    add(text.substr(0, newline));
    if (newline == std::string_view::npos) return;
    text.remove_prefix(newline + 1);
  }
}

void IgnoreRules::add(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
    if (line.size() > 1 && line[line.size() - 2] == '\\' && line.back() != '\r') break;
    line.remove_suffix(1);
  }
  if (line.empty() || line[0] == '#') return;
  Rule rule;
  rule.takes_back = line[0] == '!';
  if (rule.takes_back) line.remove_prefix(1);
  rule.folders_only = line.ends_with('/');
  if (rule.folders_only) line.remove_suffix(1);
  if (line.empty()) return;
  const bool anchored = line.find('/') != std::string_view::npos;
  if (line[0] == '/') line.remove_prefix(1);
  rule.pattern = (anchored ? "" : "**/") + std::string(line);
  rules_.push_back(std::move(rule));
}

std::optional<size_t> IgnoreRules::ignoring(std::string_view path, PathKind kind) const {
  for (size_t i = rules_.size(); i-- > 0;) {
    const Rule& rule = rules_[i];
    if (rule.folders_only && kind == PathKind::kFile) continue;
    if (!glob_matches(rule.pattern, path)) continue;
    if (rule.takes_back) return std::nullopt;
    return i;
  }
  return std::nullopt;
}

bool IgnoreRules::ignores_with_folders(std::string_view path) const {
  for (size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (ignores(path.substr(0, slash), PathKind::kFolder)) return true;
  }
  return ignores(path, PathKind::kFile);
}

}  // namespace aegis
