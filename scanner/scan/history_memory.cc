#include "scanner/scan/history_memory.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "scanner/base/byte_codec.h"

namespace aegis {

// Found by its argument's namespace, so not in the nameless one.
template <typename Codec>
void code(Codec& codec, RememberedLists& lists) {
  codec(lists.texts, lists.bytes, lists.suspects, lists.commits, lists.commit_trees,
        lists.commit_times, lists.parent_counts, lists.parents, lists.missing_names,
        lists.missing_children, lists.missing_is_tree, lists.malformed_commits,
        lists.malformed_trees, lists.trees, lists.link_counts, lists.links, lists.blobs,
        lists.file_names);
}

namespace {

template <typename T>
void append(std::vector<T>& to, std::vector<T>& more) {
  if (to.empty()) {
    to = std::move(more);
  } else {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
}

void append(RememberedLists& to, RememberedLists& more) {
  to.texts += more.texts;
  to.bytes += more.bytes;
  append(to.suspects, more.suspects);
  append(to.commits, more.commits);
  append(to.commit_trees, more.commit_trees);
  append(to.commit_times, more.commit_times);
  append(to.parent_counts, more.parent_counts);
  append(to.parents, more.parents);
  append(to.missing_names, more.missing_names);
  append(to.missing_children, more.missing_children);
  append(to.missing_is_tree, more.missing_is_tree);
  append(to.malformed_commits, more.malformed_commits);
  append(to.malformed_trees, more.malformed_trees);
  append(to.trees, more.trees);
  append(to.link_counts, more.link_counts);
  append(to.links, more.links);
  append(to.blobs, more.blobs);
  append(to.file_names, more.file_names);
}

uint64_t sum(const std::vector<uint32_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), uint64_t{0});
}

bool all_below(const std::vector<uint32_t>& numbers, size_t end) {
  return std::all_of(numbers.begin(), numbers.end(), [&](uint32_t n) { return n < end; });
}

bool all_below_or_none(const std::vector<uint32_t>& numbers, size_t end) {
  return std::all_of(numbers.begin(), numbers.end(),
                     [&](uint32_t n) { return n < end || n == git::kNoObject; });
}

// Each commit once, and parents of the first part before their children.
bool are_sound_commits(const RememberedLists& lists, uint32_t first_commits, size_t names) {
  const size_t count = lists.commits.size();
  if (lists.commit_trees.size() != count || lists.commit_times.size() != count ||
      lists.parent_counts.size() != count || sum(lists.parent_counts) != lists.parents.size() ||
      !all_below(lists.commits, names) || !all_below_or_none(lists.commit_trees, names) ||
      !all_below(lists.parents, count)) {
    return false;
  }
  std::vector<bool> seen(names, false);
  size_t parent = 0;
  for (size_t i = 0; i < count; ++i) {
    if (seen[lists.commits[i]]) return false;
    seen[lists.commits[i]] = true;
    for (uint32_t n = 0; n < lists.parent_counts[i]; ++n, ++parent) {
      if (i < first_commits && lists.parents[parent] >= i) return false;
    }
  }
  return true;
}

// Every tree after those it holds.
bool are_sound_trees(const RememberedLists& lists, size_t names) {
  if (lists.link_counts.size() != lists.trees.size() ||
      sum(lists.link_counts) != lists.links.size() || !all_below(lists.trees, names) ||
      !all_below(lists.blobs, names)) {
    return false;
  }
  size_t link = 0;
  for (size_t tree = 0; tree < lists.trees.size(); ++tree) {
    for (uint32_t n = 0; n < lists.link_counts[tree]; ++n, ++link) {
      const uint64_t child = lists.links[link] >> 32;
      const uint64_t name = (lists.links[link] & UINT32_MAX) >> 1;
      const bool is_folder = (lists.links[link] & 1) != 0;
      if (child >= (is_folder ? tree : lists.blobs.size()) || name >= lists.file_names.size()) {
        return false;
      }
    }
  }
  return true;
}

bool is_sound(const HistoryMemory& memory, size_t hash_size) {
  const RememberedLists& lists = memory.lists;
  const size_t names = memory.size();
  return all_below(lists.suspects, names) && all_below(lists.malformed_commits, names) &&
         all_below(lists.malformed_trees, names) &&
         lists.missing_names.size() == hash_size * lists.missing_children.size() &&
         lists.missing_is_tree.size() == lists.missing_children.size() &&
         all_below_or_none(lists.missing_children, names) &&
         are_sound_commits(lists, memory.first_commits, names) && are_sound_trees(lists, names);
}

}  // namespace

uint32_t HistoryMemory::size() const {
  uint32_t count = 0;
  for (const git::SortedNames& part : names) count += part.size();
  return count;
}

std::string encode_memory(const std::string& key, const std::string& names, RememberedLists lists) {
  ByteWriter writer;
  std::string own_key = key;
  std::string own_names = names;
  writer(own_key, own_names, lists);
  return std::move(writer).bytes();
}

std::string_view key_in(std::string_view part) {
  std::string_view key;
  ByteReaderCodec(part).view(key);
  return key;
}

std::optional<HistoryMemory> decode_memory(const std::string& key,
                                           const std::vector<std::string_view>& parts,
                                           git::HashKind kind) {
  const size_t size = git::hash_size(kind);
  HistoryMemory memory;
  uint64_t count = 0;
  for (const std::string_view part : parts) {
    ByteReaderCodec reader(part);
    std::string own_key;
    std::string_view names;
    RememberedLists lists;
    reader(own_key);
    reader.view(names);
    reader(lists);
    count += names.size() / size;
    if (!reader.complete() || own_key != key || names.size() % size != 0 || count >= UINT32_MAX) {
      return std::nullopt;
    }
    memory.names.emplace_back(names, size, size, static_cast<uint32_t>(names.size() / size));
    append(memory.lists, lists);
    if (memory.names.size() == 1) {
      memory.first_commits = static_cast<uint32_t>(memory.lists.commits.size());
    }
  }
  if (!is_sound(memory, size)) return std::nullopt;
  return memory;
}

}  // namespace aegis
