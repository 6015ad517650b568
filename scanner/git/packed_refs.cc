#include "scanner/git/packed_refs.h"

#include <algorithm>

namespace aegis::git {

namespace {

std::optional<PackedRef> parse_line(std::string_view line, HashKind kind) {
  const size_t digits = 2 * hash_size(kind);
  if (line.size() <= digits + 1 || line[digits] != ' ') return std::nullopt;
  const auto oid = Oid::from_hex(line.substr(0, digits), kind);
  if (!oid) return std::nullopt;
  return PackedRef{line.substr(digits + 1), *oid, std::nullopt};
}

}  // namespace

PackedRefs parse_packed_refs(std::string_view text, HashKind kind) {
  PackedRefs found;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.starts_with('#')) continue;
    if (line.starts_with('^')) {
      const auto peeled = Oid::from_hex(line.substr(1), kind);
      if (peeled && !found.refs.empty()) found.refs.back().peeled = peeled;
      if (!peeled) ++found.malformed;
    } else if (const auto ref = parse_line(line, kind)) {
      found.refs.push_back(*ref);
    } else {
      ++found.malformed;
    }
  }
  return found;
}

}  // namespace aegis::git
