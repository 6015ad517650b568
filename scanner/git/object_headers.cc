#include "scanner/git/object_headers.h"

#include <algorithm>

#include "scanner/base/lines.h"

namespace aegis::git {

namespace {

bool has_key(std::string_view line, std::string_view key) {
  return line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ';
}

}  // namespace

std::optional<Oid> take_name(std::string_view& bytes, std::string_view key, HashKind kind) {
  if (!has_key(bytes, key)) return std::nullopt;
  const size_t begin = key.size() + 1;
  const size_t digits = 2 * hash_size(kind);
  const size_t end = begin + digits;
  if (bytes.size() < end || (bytes.size() > end && bytes[end] != '\n')) return std::nullopt;
  const auto oid = Oid::from_hex(bytes.substr(begin, digits), kind);
  if (oid) bytes.remove_prefix(std::min(bytes.size(), end + 1));
  return oid;
}

HeadersAndMessage split_message(std::string_view bytes) {
  const size_t end = bytes.find("\n\n");
  if (end == std::string_view::npos) return {bytes, {}};
  return {bytes.substr(0, end), bytes.substr(end + 2)};
}

std::string_view find_header(std::string_view headers, std::string_view key) {
  while (!headers.empty()) {
    const std::string_view line = take_line(headers);
    if (has_key(line, key)) return line.substr(key.size() + 1);
  }
  return {};
}

}  // namespace aegis::git
