#include "scanner/git/reflog.h"

#include <optional>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/base/lines.h"
#include "scanner/git/paths.h"
#include "scanner/git/refs.h"

namespace aegis::git {

namespace {

std::optional<ReflogEntry> parse_line(std::string_view line, HashKind kind) {
  const size_t digits = 2 * hash_size(kind);
  if (line.size() < 2 * digits + 1 || line[digits] != ' ') return std::nullopt;
  const auto before = Oid::from_hex(line.substr(0, digits), kind);
  const auto after = Oid::from_hex(line.substr(digits + 1, digits), kind);
  if (!before || !after) return std::nullopt;
  line.remove_prefix(2 * digits + 1);
  const size_t tab = line.find('\t');
  ReflogEntry entry{*before, *after, parse_signature(line.substr(0, tab)), {}};
  if (tab != std::string_view::npos) entry.message = line.substr(tab + 1);
  return entry;
}

}  // namespace

Reflog::Reflog(std::string bytes, HashKind kind) : bytes_(std::move(bytes)) {
  std::string_view rest = bytes_;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    if (auto entry = parse_line(line, kind)) {
      entries_.push_back(*entry);
    } else {
      ++malformed_;
    }
  }
}

Result<std::unique_ptr<const Reflog>> read_reflog(const Repository& repository,
                                                  std::string_view name) {
  const std::string path = folder_of_ref(repository, name) + "/logs/" + std::string(name);
  if (is_absent(path)) return std::unique_ptr<const Reflog>();
  auto bytes = read_file(path, kMaxReflogSize);
  if (!bytes) return std::move(bytes).error().in(path);
  return std::make_unique<const Reflog>(*std::move(bytes), repository.hash_kind());
}

}  // namespace aegis::git
