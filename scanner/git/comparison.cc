#include "scanner/git/comparison.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "scanner/git/new_side.h"
#include "scanner/git/tree.h"

namespace aegis::git {

namespace {

constexpr size_t kMaxPath = 64 * 1024;
constexpr size_t kMaxRepeats = 100'000;  // entries of folders that stand in more than one place

// What the parents have at one path: HEAD's first, then no name twice. The null name: nothing.
class OldSide {
 public:
  void add(const Oid& oid) {
    // HEAD keeps its place; another parent that has the same says nothing new.
    if (oids_.empty() || !has(oid)) oids_.push_back(oid);
  }
  bool has(const Oid& oid) const {
    return std::find(oids_.begin(), oids_.end(), oid) != oids_.end();
  }
  bool has(const std::optional<Oid>& oid) const { return oid && !oid->is_null() && has(*oid); }
  const std::vector<Oid>& oids() const { return oids_; }

 private:
  std::vector<Oid> oids_;
};

// What is still to be compared.
struct Task {
  std::string prefix;  // path of the folder with a '/' at its end; empty for the root
  size_t depth = 0;
  NewFolder folder;
  OldSide parents;
  bool is_repeated = false;  // the same folder beside the same parents was met at another path
};

using Trees = std::vector<std::unique_ptr<const Tree>>;  // null: that parent has no such folder

class Walk {
 public:
  Walk(const Index& index, HashKind kind, ObjectReader& reader)
      : new_side_(index), kind_(kind), reader_(reader) {}

  Result<Comparison> run(const std::vector<Oid>& parents) {
    for (const Oid& parent : parents) {
      // Read here as well, so that a root that cannot be read is an error of the whole.
      if (auto tree = read_tree(parent); !tree) return std::move(tree).error();
    }
    return run(new_side_.root(), parents);
  }

  Comparison run(const NewFolder& folder, const std::vector<Oid>& parents) {
    Task root;
    root.folder = folder;
    for (const Oid& parent : parents) root.parents.add(parent);
    if (!root.parents.has(new_side_.known_tree(root.folder))) tasks_.push_back(std::move(root));
    while (!tasks_.empty()) {
      const Task task = std::move(tasks_.back());
      tasks_.pop_back();
      compare_folder(task);
    }
    const auto by_path = [](const auto& a, const auto& b) { return a.path < b.path; };
    std::stable_sort(result_.new_blobs.begin(), result_.new_blobs.end(), by_path);
    std::stable_sort(result_.skipped.begin(), result_.skipped.end(), by_path);
    return std::move(result_);
  }

 private:
  Result<std::unique_ptr<const Tree>> read_tree(const Oid& oid) {
    auto bytes = reader_.read(oid, ObjectType::kTree);
    if (!bytes) return std::move(bytes).error();
    auto tree = Tree::parse(*std::move(bytes), kind_);
    if (!tree) return std::move(tree).error().in("object " + oid.hex());
    return tree;
  }

  Trees read_parents(const Task& task) {
    Trees trees;
    for (const Oid& parent : task.parents.oids()) {
      trees.push_back(nullptr);
      if (parent.is_null()) continue;
      auto tree = read_tree(parent);
      if (tree) {
        trees.back() = *std::move(tree);
      } else {
        skip(task.prefix, std::move(tree).error());
      }
    }
    return trees;
  }

  void compare_folder(const Task& task) {
    std::unique_ptr<const Tree> tree;  // what the items' names point into, if not into the index
    std::vector<NewItem> items;
    if (!task.folder.tree) {
      items = new_side_.items_of_run(task.folder, task.prefix.size());
    } else {
      auto read = read_tree(*task.folder.tree);
      if (!read) return skip(task.prefix, std::move(read).error());
      tree = *std::move(read);
      if (task.is_repeated && !may_repeat(*tree, task.prefix)) return;
      items = NewSide::items_of_tree(*tree);
    }
    const Trees parents = read_parents(task);
    for (const NewItem& item : items) compare_item(task, parents, item);
    if (!parents.empty() && parents[0]) note_deleted(task.prefix, *parents[0], items);
  }

  void compare_item(const Task& task, const Trees& parents, const NewItem& item) {
    if (item.kind == EntryKind::kSubmodule || item.is_nothing_yet) return;
    std::string path = task.prefix + std::string(item.name);
    if (item.is_conflict) return skip_conflict(std::move(path));
    OldSide old_side = find_in(parents, item);
    if (old_side.has(item.oid)) return;
    if (item.kind == EntryKind::kFolder) {
      return add_task({std::move(path) + "/", task.depth + 1, item.folder, std::move(old_side)});
    }
    std::vector<Oid> earlier = old_side.oids();
    std::erase_if(earlier, [](const Oid& oid) { return oid.is_null(); });
    const bool is_new_file = earlier.empty();
    result_.new_blobs.push_back({std::move(path), *item.oid, std::move(earlier), is_new_file});
  }

  static OldSide find_in(const Trees& parents, const NewItem& item) {
    OldSide found;
    for (const auto& tree : parents) {
      const TreeEntry* const entry = tree ? tree->find(item.name, item.kind) : nullptr;
      found.add(entry != nullptr ? entry->oid : Oid());
    }
    return found;
  }

  void add_task(Task task) {
    if (task.depth > kMaxTreeDepth || task.prefix.size() > kMaxPath) {
      return skip(std::move(task.prefix), unreadable("is nested too deep"));
    }
    task.is_repeated = task.folder.tree && !is_first_visit(task);
    tasks_.push_back(std::move(task));
  }

  // Trees can share subtrees so that they hold more paths than could ever be walked. The same
  // subtree beside the same parents has the same new blobs, but not at the same paths, and a path
  // may be ignored where another is not: so it is walked again, within a bound.
  bool is_first_visit(const Task& task) {
    std::string key(task.folder.tree->bytes());
    for (const Oid& parent : task.parents.oids()) key += parent.bytes();
    return visited_.insert(std::move(key)).second;
  }

  // Says once that it may not.
  bool may_repeat(const Tree& tree, const std::string& path) {
    const size_t count = tree.entries().size() + 1;
    if (count <= repeats_left_) {
      repeats_left_ -= count;
      return true;
    }
    if (!has_told_of_repeats_) {
      skip(path,
           unreadable("this folder and others stand in too many places; each was scanned, but "
                      "not in all of them"));
    }
    has_told_of_repeats_ = true;
    return false;
  }

  void note_deleted(const std::string& prefix, const Tree& head,
                    const std::vector<NewItem>& items) {
    using NameAndForm = std::pair<std::string_view, bool>;  // true: a folder
    std::vector<NameAndForm> present;
    for (const NewItem& item : items) {
      present.emplace_back(item.name, item.kind == EntryKind::kFolder);
    }
    std::sort(present.begin(), present.end());
    for (const TreeEntry& entry : head.entries()) {
      const NameAndForm wanted(entry.name, entry.kind() == EntryKind::kFolder);
      if (entry.kind() == EntryKind::kSubmodule) continue;
      if (std::binary_search(present.begin(), present.end(), wanted)) continue;
      auto& deleted = wanted.second ? result_.deleted_folders : result_.deleted_blobs;
      deleted.push_back({prefix + std::string(entry.name), entry.oid});
    }
  }

  void skip(std::string path, Error error) {
    result_.skipped.push_back({std::move(path), std::move(error)});
  }

  // Its sides follow one another: once for all of them.
  void skip_conflict(std::string path) {
    if (!result_.skipped.empty() && result_.skipped.back().path == path) return;
    skip(std::move(path), unreadable("unmerged; resolve the conflict and stage the file"));
  }

  NewSide new_side_;
  HashKind kind_;
  ObjectReader& reader_;
  std::vector<Task> tasks_;
  std::unordered_set<std::string> visited_;
  size_t repeats_left_ = kMaxRepeats;
  bool has_told_of_repeats_ = false;
  Comparison result_;
};

}  // namespace

Result<Comparison> compare(const Index& index, const std::vector<Oid>& parents, HashKind kind,
                           ObjectReader& reader) {
  return Walk(index, kind, reader).run(parents);
}

Comparison compare(const Oid& tree, const std::vector<Oid>& parents, HashKind kind,
                   ObjectReader& reader) {
  const Index none;
  NewFolder root;
  root.tree = tree;
  return Walk(none, kind, reader).run(root, parents);
}

}  // namespace aegis::git
