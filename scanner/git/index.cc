#include "scanner/git/index.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "scanner/git/byte_cursor.h"
#include "scanner/git/paths.h"
#include "scanner/git/split_index.h"

namespace aegis::git {

namespace {

constexpr const char* kRemedy =
    "; see whether `git status` can read it; if not, remove it and run `git reset`";

bool is_before(const IndexEntry& a, const IndexEntry& b) {
  const int order = a.path.compare(b.path);
  return order < 0 || (order == 0 && a.stage < b.stage);
}

// Each entry before the next, and none without a path: what the walk along the trees relies on.
bool is_well_ordered(const std::vector<IndexEntry>& entries) {
  const auto is_not_before = [](const auto& a, const auto& b) { return !is_before(a, b); };
  if (!entries.empty() && entries.front().path.empty()) return false;
  return std::adjacent_find(entries.begin(), entries.end(), is_not_before) == entries.end();
}

}  // namespace

Result<Index> Index::read(const Repository& repository) {
  Index index;
  if (is_absent(repository.index_file())) return index;
  if (auto read = index.read_files(repository); !read) {
    return std::move(read).error().in(repository.index_file());
  }
  return index;
}

Result<void> Index::read_files(const Repository& repository) {
  const HashKind kind = repository.hash_kind();
  auto file = read_file(repository.index_file(), kind);
  if (!file) return std::move(file).error();
  entries_ = std::move(file->entries);
  if (file->split_link) {
    ByteCursor link(*file->split_link);
    const auto name = take_shared_name(link, kind);
    if (!name) return unreadable(std::string("index is damaged") + kRemedy);
    IndexFile shared;
    if (!name->is_null()) {
      const std::string path = repository.git_dir() + "/sharedindex." + name->hex();
      auto read = read_file(path, kind);
      if (!read) return std::move(read).error().in(path);
      if (read->split_link) return unreadable(path + ": is a split index itself");
      shared = *std::move(read);
    }
    auto merged = merge_split(std::move(shared.entries), entries_, link);
    if (!merged) return unreadable(merged.error().message() + kRemedy);
    entries_ = *std::move(merged);
    std::sort(entries_.begin(), entries_.end(), is_before);
  }
  if (!is_well_ordered(entries_))
    return unreadable(std::string("entries are out of order") + kRemedy);
  cache_tree_ = CacheTree::parse(file->cache_tree, kind);
  return {};
}

Result<IndexFile> Index::read_file(const std::string& path, HashKind kind) {
  auto mapped = MappedFile::open(path);
  if (!mapped) return std::move(mapped).error();
  files_.push_back(*std::move(mapped));
  auto parsed = parse_index_file(files_.back().bytes(), kind, path_storage_);
  if (!parsed) return unreadable(parsed.error().message() + kRemedy);
  return parsed;
}

}  // namespace aegis::git
