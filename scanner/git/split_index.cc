#include "scanner/git/split_index.h"

#include <cstddef>

#include "scanner/git/ewah.h"

namespace aegis::git {

namespace {

Error misfit() {
  return unreadable("the halves of the split index do not fit together");
}

}  // namespace

std::optional<Oid> take_shared_name(ByteCursor& link, HashKind kind) {
  const auto raw = link.take(hash_size(kind));
  if (!raw) return std::nullopt;
  return Oid::from_bytes(*raw);
}

Result<std::vector<IndexEntry>> merge_split(std::vector<IndexEntry> shared,
                                            const std::vector<IndexEntry>& own, ByteCursor link) {
  std::vector<uint32_t> deleted;
  std::vector<uint32_t> replaced;
  if (!link.at_end()) {
    auto first = take_ewah(link, static_cast<uint32_t>(shared.size()));
    auto second = first ? take_ewah(link, static_cast<uint32_t>(shared.size())) : std::nullopt;
    if (!second || !link.at_end()) return misfit();
    deleted = *std::move(first);
    replaced = *std::move(second);
  }
  // Replacements come first, in the order of what they replace, and without a path.
  if (replaced.size() > own.size()) return misfit();
  for (size_t i = 0; i < replaced.size(); ++i) {
    if (!own[i].path.empty()) return misfit();
    IndexEntry& entry = shared[replaced[i]];
    const std::string_view path = entry.path;
    entry = own[i];
    entry.path = path;
  }
  std::vector<IndexEntry> merged;
  merged.reserve(shared.size() + own.size());
  auto next_deleted = deleted.begin();
  for (uint32_t i = 0; i < shared.size(); ++i) {
    if (next_deleted != deleted.end() && *next_deleted == i) {
      ++next_deleted;
    } else {
      merged.push_back(shared[i]);
    }
  }
  merged.insert(merged.end(), own.begin() + static_cast<std::ptrdiff_t>(replaced.size()),
                own.end());
  return merged;
}

}  // namespace aegis::git
