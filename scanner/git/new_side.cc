#include "scanner/git/new_side.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace aegis::git {

namespace {

using CachedFolders = std::vector<std::pair<std::string_view, uint32_t>>;

uint32_t find_cached(const CachedFolders& folders, std::string_view name) {
  const auto it = std::lower_bound(folders.begin(), folders.end(), std::pair(name, uint32_t{0}));
  return it != folders.end() && it->first == name ? it->second : NewFolder::kNotCached;
}

NewItem file_item(std::string_view name, const IndexEntry& entry) {
  NewItem item;
  item.name = name;
  item.kind = kind_of_mode(entry.mode);
  item.oid = entry.oid;
  item.is_conflict = entry.stage != 0;
  item.is_nothing_yet = entry.intent_to_add;
  if (item.kind == EntryKind::kFolder) item.folder.tree = entry.oid;
  return item;
}

}  // namespace

NewFolder NewSide::root() const {
  NewFolder root;
  root.end = entries_.size();
  if (!cache_.folders().empty()) root.cache_place = 0;
  return root;
}

std::optional<Oid> NewSide::known_tree(const NewFolder& folder) const {
  if (folder.tree || folder.cache_place == NewFolder::kNotCached) return folder.tree;
  const CacheTree::Folder& cached = cache_.folders()[folder.cache_place];
  if (!cached.is_valid || cached.entry_count != folder.end - folder.begin) return std::nullopt;
  return cached.tree;
}

std::vector<NewItem> NewSide::items_of_run(const NewFolder& run, size_t prefix_size) const {
  CachedFolders cached;
  if (run.cache_place != NewFolder::kNotCached) cached = cache_.children(run.cache_place);
  std::vector<NewItem> items;
  for (size_t i = run.begin; i < run.end;) {
    const std::string_view rest = entries_[i].path.substr(prefix_size);
    const size_t slash = rest.find('/');
    const bool is_sparse_folder = entries_[i].is_sparse_folder() && slash + 1 == rest.size();
    if (slash == std::string_view::npos || is_sparse_folder) {
      items.push_back(file_item(rest.substr(0, slash), entries_[i++]));
      continue;
    }
    NewItem item;
    item.name = rest.substr(0, slash);
    item.kind = EntryKind::kFolder;
    item.folder.begin = i;
    item.folder.end = end_of_subfolder(i, run, prefix_size);
    item.folder.cache_place = find_cached(cached, item.name);
    item.oid = known_tree(item.folder);
    i = item.folder.end;
    items.push_back(item);
  }
  return items;
}

// The end of the entries that stand in the same folder right below the run's as the one at `begin`.
size_t NewSide::end_of_subfolder(size_t begin, const NewFolder& run, size_t prefix_size) const {
  const std::string_view path = entries_[begin].path;
  const std::string_view prefix = path.substr(0, path.find('/', prefix_size) + 1);
  const auto at = [this](size_t i) { return entries_.begin() + static_cast<std::ptrdiff_t>(i); };
  const auto end = std::partition_point(at(begin), at(run.end), [&](const IndexEntry& entry) {
    return entry.path.starts_with(prefix);
  });
  return static_cast<size_t>(end - entries_.begin());
}

std::vector<NewItem> NewSide::items_of_tree(const Tree& tree) {
  std::vector<NewItem> items;
  for (const TreeEntry& entry : tree.entries()) {
    NewItem item;
    item.name = entry.name;
    item.kind = entry.kind();
    item.oid = entry.oid;
    if (item.kind == EntryKind::kFolder) item.folder.tree = entry.oid;
    items.push_back(item);
  }
  return items;
}

}  // namespace aegis::git
