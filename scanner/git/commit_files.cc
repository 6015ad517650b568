#include "scanner/git/commit_files.h"

#include <algorithm>

#include "scanner/git/commit.h"

namespace aegis::git {

namespace {

constexpr uint32_t kFolder = 0040000;
constexpr uint32_t kKindOfFile = 0170000;
constexpr uint32_t kRegularFile = 0100000;

}  // namespace

Result<CommitFiles> CommitFiles::open(const ObjectStore& store, const Oid& commit) {
  ObjectReader reader(store);
  const auto bytes = reader.read(commit, ObjectType::kCommit);
  if (!bytes) return bytes.error();
  const auto links = parse_commit(*bytes, store.hash_kind());
  if (!links) return links.error();
  return CommitFiles(store, links->tree);
}

Result<std::optional<std::string>> CommitFiles::read(std::string_view path, uint64_t most) {
  const auto found = find(path);
  if (!found) return found.error();
  if (!*found) return std::optional<std::string>();
  const auto& [mode, oid] = **found;
  if ((mode & kKindOfFile) != kRegularFile) {
    return unreadable("is no regular file").in(path);
  }
  auto bytes = reader_.read(oid, ObjectType::kBlob);
  if (!bytes) return std::move(bytes).error().in(path);
  if (bytes->size() > most) {
    return unreadable("is larger than " + std::to_string(most) + " bytes").in(path);
  }
  return std::optional(*std::move(bytes));
}

Result<std::optional<std::vector<std::string>>> CommitFiles::list(std::string_view folder) {
  const auto found = find(folder);
  if (!found) return found.error();
  if (!*found || kind_of_mode((*found)->first) != EntryKind::kFolder) {
    return std::optional<std::vector<std::string>>();
  }
  auto inside = tree((*found)->second);
  if (!inside) return std::move(inside).error().in(folder);
  std::vector<std::string> names;
  for (const TreeEntry& entry : (*inside)->entries()) names.emplace_back(entry.name);
  return std::optional(std::move(names));
}

Result<std::unique_ptr<const Tree>> CommitFiles::tree(const Oid& oid) {
  auto bytes = reader_.read(oid, ObjectType::kTree);
  if (!bytes) return std::move(bytes).error();
  return Tree::parse(*std::move(bytes), reader_.hash_kind());
}

Result<CommitFiles::Found> CommitFiles::find(std::string_view path) {
  std::pair at{kFolder, top_};
  std::string_view rest = path;
  while (!rest.empty()) {
    const std::string_view name = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    if (name.empty() || name == ".") continue;
    if (kind_of_mode(at.first) != EntryKind::kFolder) {
      return Found();
    }
    auto folder = tree(at.second);
    if (!folder) return std::move(folder).error().in(path);
    const auto& entries = (*folder)->entries();
    const auto entry = std::find_if(entries.begin(), entries.end(),
                                    [&](const TreeEntry& one) { return one.name == name; });
    if (entry == entries.end()) return Found();
    at = {entry->mode, entry->oid};
  }
  return Found(at);
}

}  // namespace aegis::git
