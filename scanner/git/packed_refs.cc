#include "scanner/git/packed_refs.h"

#include "scanner/base/lines.h"

namespace aegis::git {

std::optional<PackedRef> parse_packed_ref(std::string_view line, HashKind kind) {
  const size_t digits = 2 * hash_size(kind);
  if (line.size() <= digits + 1 || line[digits] != ' ') return std::nullopt;
  const auto oid = Oid::from_hex(line.substr(0, digits), kind);
  if (!oid) return std::nullopt;
  return PackedRef{line.substr(digits + 1), *oid, std::nullopt};
}

PackedRefs parse_packed_refs(std::string_view text, HashKind kind) {
  PackedRefs found;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.starts_with('#')) continue;
    if (line.starts_with('^')) {
      const auto peeled = Oid::from_hex(line.substr(1), kind);
      if (peeled && !found.refs.empty()) found.refs.back().peeled = peeled;
      if (!peeled) ++found.malformed;
    } else if (const auto ref = parse_packed_ref(line, kind)) {
      found.refs.push_back(*ref);
    } else {
      ++found.malformed;
    }
  }
  return found;
}

}  // namespace aegis::git
