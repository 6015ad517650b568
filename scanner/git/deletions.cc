#include "scanner/git/deletions.h"

#include <algorithm>
#include <string>
#include <utility>

#include "scanner/git/tree.h"

namespace aegis::git {

namespace {

constexpr size_t kMaxFiles = 1'000'000;
constexpr size_t kMaxPath = 64 * 1024;
constexpr size_t kMaxCandidates = 4;

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

size_t common_end(std::string_view a, std::string_view b) {
  const auto [end, unused] = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
  return static_cast<size_t>(end - a.rbegin());
}

struct ByFileName {
  bool operator()(const PathOid& a, const PathOid& b) const {
    return std::pair(file_name(a.path), std::string_view(a.path)) <
           std::pair(file_name(b.path), std::string_view(b.path));
  }
  bool operator()(const PathOid& a, std::string_view name) const {
    return file_name(a.path) < name;
  }
  bool operator()(std::string_view name, const PathOid& a) const {
    return name < file_name(a.path);
  }
};

}  // namespace

Deletions::Deletions(const Comparison& comparison, const IgnoreRules& ignored, HashKind kind,
                     ObjectReader& reader)
    : files_(comparison.deleted_blobs) {
  add_folders(comparison.deleted_folders, kind, reader);
  if (!ignored.empty()) {
    std::erase_if(files_,
                  [&](const PathOid& file) { return ignored.ignores_with_folders(file.path); });
  }
  for (const PathOid& file : files_) oids_.insert(file.oid);
  std::sort(files_.begin(), files_.end(), ByFileName());
}

void Deletions::add_folders(std::vector<PathOid> folders, HashKind kind, ObjectReader& reader) {
  std::unordered_set<Oid, OidHash> visited;  // a tree that is shared a thousandfold is read once
  while (!folders.empty() && files_.size() < kMaxFiles) {
    const PathOid folder = std::move(folders.back());
    folders.pop_back();
    if (folder.path.size() > kMaxPath || !visited.insert(folder.oid).second) continue;
    auto bytes = reader.read(folder.oid, ObjectType::kTree);
    if (!bytes) continue;  // nothing is lost: what was deleted is not scanned
    auto tree = Tree::parse(*std::move(bytes), kind);
    if (!tree) continue;
    for (const TreeEntry& entry : (*tree)->entries()) {
      std::string path = folder.path + "/" + std::string(entry.name);
      if (entry.kind() == EntryKind::kFolder) folders.push_back({std::move(path), entry.oid});
      if (entry.kind() == EntryKind::kContent) files_.push_back({std::move(path), entry.oid});
    }
  }
}

bool Deletions::has_watched(const Oid& oid, const DocumentSink& sink) const {
  return std::any_of(files_.begin(), files_.end(), [&](const PathOid& file) {
    return file.oid == oid && sink.watches(file.path);
  });
}

std::vector<Oid> Deletions::of_same_name(std::string_view path) const {
  const auto [begin, end] =
      std::equal_range(files_.begin(), files_.end(), file_name(path), ByFileName());
  std::vector<std::pair<size_t, const PathOid*>> ranked;
  for (auto it = begin; it != end; ++it) ranked.emplace_back(common_end(it->path, path), &*it);
  const size_t count = std::min(ranked.size(), kMaxCandidates);
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(count),
                    ranked.end(), [](const auto& a, const auto& b) {
                      return a.first != b.first ? a.first > b.first
                                                : a.second->path < b.second->path;
                    });
  std::vector<Oid> oids;
  for (size_t i = 0; i < count; ++i) oids.push_back(ranked[i].second->oid);
  return oids;
}

}  // namespace aegis::git
