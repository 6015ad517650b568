#include "scanner/git/ref_list.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/base/lines.h"
#include "scanner/git/folder_walk.h"
#include "scanner/git/mapped_file.h"
#include "scanner/git/packed_refs.h"
#include "scanner/git/paths.h"
#include "scanner/git/reflog.h"
#include "scanner/git/refs.h"

namespace aegis::git {

namespace {

constexpr uint64_t kMaxHeadFile = 16 * 1024 * 1024;

bool is_before(const Ref& a, const Ref& b) {
  return a.name < b.name;
}

class Lister {
 public:
  explicit Lister(const Repository& repository) : repository_(repository) {}

  void add_loose(const std::string& folder) {
    add_files(repository_.common_dir(), folder);
    if (repository_.git_dir() != repository_.common_dir()) add_files(repository_.git_dir(), folder);
    std::sort(list_.refs.begin(), list_.refs.end(), is_before);
    const auto is_same = [](const Ref& a, const Ref& b) { return a.name == b.name; };
    list_.refs.erase(std::unique(list_.refs.begin(), list_.refs.end(), is_same), list_.refs.end());
  }

  // Those that have a file as well are passed over: files must have been added.
  void add_packed(const std::string& folder) {
    const std::string path = repository_.common_dir() + "/packed-refs";
    if (is_absent(path)) return;
    auto file = MappedFile::open(path);
    if (!file) return add_problem(std::move(file).error().in(path));
    const PackedRefs packed = parse_packed_refs(file->bytes(), repository_.hash_kind());
    if (packed.malformed > 0) add_problem(unreadable(path + ": is malformed"));
    std::vector<Ref> more;
    for (const PackedRef& line : packed.refs) {
      Ref ref{std::string(line.name), line.oid, line.peeled};
      const std::string_view rest = line.name.substr(std::min(folder.size(), line.name.size()));
      if (!line.name.starts_with(folder) || (!rest.empty() && rest[0] != '/')) continue;
      if (std::binary_search(list_.refs.begin(), list_.refs.end(), ref, is_before)) continue;
      more.push_back(std::move(ref));
    }
    std::move(more.begin(), more.end(), std::back_inserter(list_.refs));
    std::stable_sort(list_.refs.begin(), list_.refs.end(), is_before);
  }

  // HEAD and its like in one git folder: each word that is the name of an object. FETCH_HEAD has
  // one a line, among other words.
  void add_heads(const std::string& folder, const std::string& shown_prefix) {
    constexpr const char* kHeads[] = {"FETCH_HEAD",  "MERGE_HEAD",      "CHERRY_PICK_HEAD",
                                      "REVERT_HEAD", "REBASE_HEAD",     "ORIG_HEAD",
                                      "BISECT_HEAD", "MERGE_AUTOSTASH", "HEAD"};
    for (const char* const head : kHeads) {
      const std::string path = folder + "/" + head;
      if (is_absent(path)) continue;
      auto text = read_file(path, kMaxHeadFile);
      if (!text) {
        add_problem(std::move(text).error().in(path));
      } else {
        add_lines(shown_prefix + head, *text);
      }
    }
  }

  void add_logs(const std::string& folder, const std::string& shown_prefix) {
    FolderFiles files = list_files(folder + "/logs");
    std::move(files.problems.begin(), files.problems.end(), std::back_inserter(list_.problems));
    for (const std::string& name : files.names) {
      const std::string path = folder + "/logs/" + name;
      auto bytes = read_file(path, kMaxReflogSize);
      if (!bytes) {
        add_problem(std::move(bytes).error().in(path));
        continue;
      }
      const Reflog log(*std::move(bytes), repository_.hash_kind());
      if (log.malformed() > 0) add_problem(unreadable(path + ": is malformed"));
      add_log(shown_prefix + name, log);
    }
  }

  void add_worktrees() {
    const std::string folder = repository_.common_dir() + "/worktrees";
    std::vector<std::string> names;
    for (const std::string& name : list_files(folder).names) {
      if (name.ends_with("/gitdir")) names.push_back(name.substr(0, name.size() - 7));
    }
    for (const std::string& name : names) {
      const std::string shown = "worktrees/" + name + "/";
      add_heads(folder + "/" + name, shown);
      add_logs(folder + "/" + name, shown);
      add_worktree_refs(folder + "/" + name, shown);
    }
  }

  RefList take() {
    std::stable_sort(list_.refs.begin(), list_.refs.end(), is_before);
    return std::move(list_);
  }

 private:
  void add_files(const std::string& top, const std::string& folder) {
    if (!is_folder(top + "/" + folder)) return add_file(folder);
    FolderFiles files = list_files(top + "/" + folder);
    std::move(files.problems.begin(), files.problems.end(), std::back_inserter(list_.problems));
    for (const std::string& file : files.names) {
      // What ends so git is about to write.
      if (!file.ends_with(".lock")) add_file(folder + "/" + file);
    }
  }

  void add_file(const std::string& name) {
    auto oid = resolve_ref(repository_, name);
    if (!oid) {
      add_problem(std::move(oid).error());
    } else if (*oid) {
      list_.refs.push_back({name, **oid, std::nullopt});
    }
  }

  void add_worktree_refs(const std::string& folder, const std::string& shown) {
    for (const std::string& file : list_files(folder + "/refs").names) {
      if (auto text = read_file(folder + "/refs/" + file, kMaxHeadFile)) {
        add_lines(shown + "refs/" + file, *text);
      }
    }
  }

  void add_lines(const std::string& name, std::string_view text) {
    const size_t digits = 2 * hash_size(repository_.hash_kind());
    while (!text.empty()) {
      const std::string_view line = take_line(text);
      const auto oid = Oid::from_hex(line.substr(0, digits), repository_.hash_kind());
      if (oid) list_.refs.push_back({name, *oid, std::nullopt});
    }
  }

  void add_log(const std::string& name, const Reflog& log) {
    const auto& entries = log.entries();
    for (size_t i = 0; i < entries.size(); ++i) {
      const size_t age = entries.size() - 1 - i;
      const bool is_seen = i > 0 && entries[i - 1].after == entries[i].before;
      if (!is_seen) add_log_name(name, age + 1, entries[i].before);
      add_log_name(name, age, entries[i].after);
    }
  }

  void add_log_name(const std::string& name, size_t age, const Oid& oid) {
    if (oid.is_null()) return;
    list_.refs.push_back({name + "@{" + std::to_string(age) + "}", oid, std::nullopt});
  }

  void add_problem(Error error) { list_.problems.push_back(std::move(error)); }

  const Repository& repository_;
  RefList list_;
};

}  // namespace

RefList list_refs(const Repository& repository, std::string_view folder) {
  if (folder.ends_with('/')) folder.remove_suffix(1);
  Lister lister(repository);
  lister.add_loose(std::string(folder));
  lister.add_packed(std::string(folder));
  return lister.take();
}

RefList list_all_names(const Repository& repository) {
  Lister lister(repository);
  lister.add_loose("refs");
  lister.add_packed("refs");
  lister.add_heads(repository.common_dir(), "");
  lister.add_logs(repository.common_dir(), "");
  lister.add_worktrees();
  return lister.take();
}

}  // namespace aegis::git
