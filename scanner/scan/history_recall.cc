#include "scanner/scan/history_recall.h"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <utility>

namespace aegis {

namespace {

constexpr size_t kMostParts = 64;

}  // namespace

HistoryRecall::HistoryRecall(const git::ObjectCatalog& catalog, HistoryMemory memory)
    : catalog_(catalog), memory_(std::move(memory)), names_(catalog, memory_->names) {
  if (names_.are_all_there() && !was_missing_and_is_here()) return;
  memory_.reset();
  names_ = RememberedNames(catalog);
}

git::Oid HistoryRecall::missing_name(size_t index) const {
  const auto& bytes = memory_->lists.missing_names;
  const size_t size = bytes.size() / memory_->lists.missing_children.size();
  return git::Oid::from_bytes({reinterpret_cast<const char*>(&bytes[index * size]), size});
}

bool HistoryRecall::was_missing_and_is_here() const {
  for (size_t i = 0; i < memory_->lists.missing_children.size(); ++i) {
    if (catalog_.find(missing_name(i))) return true;
  }
  return false;
}

std::vector<git::ObjectNumber> HistoryRecall::olds() const {
  std::vector<git::ObjectNumber> numbers;
  for (git::ObjectNumber number = 0; number < catalog_.size(); ++number) {
    if (names_.is_known(number) && catalog_.is_first(number)) numbers.push_back(number);
  }
  return numbers;
}

HistoryKnowledge HistoryRecall::knowledge() const {
  HistoryKnowledge known;
  if (!memory_) return known;
  const RememberedLists& lists = memory_->lists;
  known.texts = lists.texts;
  known.bytes = lists.bytes;
  for (const uint32_t suspect : lists.suspects) known.suspects.push_back(names_.number(suspect));
  for (const uint32_t tree : lists.malformed_trees) {
    known.malformed_trees.push_back(names_.number(tree));
  }
  for (size_t i = 0; i < lists.missing_children.size(); ++i) {
    if (lists.missing_children[i] == git::kNoObject) known.missing.push_back(missing_name(i));
  }
  return known;
}

git::CommitTable HistoryRecall::commits() const {
  if (!memory_) return git::CommitTable(catalog_);
  const RememberedLists& lists = memory_->lists;
  const auto number_of = [&](uint32_t place) {
    return place == git::kNoObject ? git::kNoObject : names_.number(place);
  };
  // First those that are sorted, then those that came later.
  std::vector<git::CommitRecord> records[2];
  std::vector<uint32_t> parents[2];
  records[0].reserve(memory_->first_commits);
  parents[0].reserve(lists.parents.size());
  size_t parent = 0;
  for (size_t i = 0; i < lists.commits.size(); ++i) {
    const size_t which = i < memory_->first_commits ? 0 : 1;
    git::CommitRecord& record = records[which].emplace_back();
    record.number = number_of(lists.commits[i]);
    record.tree = number_of(lists.commit_trees[i]);
    if (lists.commit_times[i] != kNoTime) record.time = lists.commit_times[i];
    record.parents_begin = static_cast<uint32_t>(parents[which].size());
    for (uint32_t n = 0; n < lists.parent_counts[i]; ++n, ++parent) {
      const uint32_t place = lists.parents[parent];
      parents[which].push_back(which == 0 ? place : number_of(lists.commits[place]));
    }
    record.parents_end = static_cast<uint32_t>(parents[which].size());
  }
  std::vector<git::CommitTable::Missing> missing;
  for (size_t i = 0; i < lists.missing_children.size(); ++i) {
    if (lists.missing_children[i] == git::kNoObject) continue;
    missing.push_back(
        {missing_name(i), number_of(lists.missing_children[i]), lists.missing_is_tree[i] != 0});
  }
  std::vector<git::ObjectNumber> malformed;
  for (const uint32_t commit : lists.malformed_commits) malformed.push_back(number_of(commit));
  git::CommitTable table(catalog_, std::move(records[0]), std::move(parents[0]), std::move(missing),
                         std::move(malformed));
  if (!records[1].empty()) {
    table.insert({catalog_, std::move(records[1]), std::move(parents[1]), {}, {}});
  }
  return table;
}

git::LeadingParts HistoryRecall::trees() const {
  git::LeadingParts parts;
  if (!memory_) return parts;
  const RememberedLists& lists = memory_->lists;
  parts.trees.reserve(lists.trees.size());
  parts.begins.reserve(lists.trees.size() + 1);
  parts.links.reserve(lists.links.size());
  for (size_t i = 0; i < lists.trees.size(); ++i) {
    parts.trees.push_back(names_.number(lists.trees[i]));
    parts.begins.push_back(parts.begins.back() + lists.link_counts[i]);
  }
  for (const uint64_t link : lists.links) {
    parts.links.push_back({static_cast<uint32_t>(link >> 32),
                           static_cast<uint32_t>(link >> 1 & 0x7fffffff),
                           static_cast<uint32_t>(link & 1)});
  }
  for (const uint32_t blob : lists.blobs) parts.blobs.push_back(names_.number(blob));
  parts.names = lists.file_names;
  return parts;
}

bool HistoryRecall::is_scattered() const {
  if (!memory_) return false;
  return memory_->names.size() >= kMostParts ||
         memory_->names.front().size() / 4 < memory_->size() - memory_->names.front().size();
}

namespace {

// Makes a part's lists of what the run has, from where those that are remembered end.
class Encoder {
 public:
  Encoder(const git::ObjectCatalog& catalog, const git::CommitTable& commits,
          const git::LeadingTrees& trees, const RememberedNames& names)
      : catalog_(catalog), commits_(commits), trees_(trees), names_(names), places_(names) {}

  // What is remembered already.
  void begin_after(const RememberedLists& lists) {
    known_commits_ = lists.commits;
    known_missing_ = static_cast<size_t>(
        std::count_if(lists.missing_children.begin(), lists.missing_children.end(),
                      [](uint32_t child) { return child != git::kNoObject; }));
    known_malformed_ = lists.malformed_commits.size();
    known_trees_ = lists.trees.size();
    known_links_ = lists.links.size();
    known_blobs_ = lists.blobs.size();
    known_names_ = lists.file_names.size();
  }

  std::optional<std::string> encode(const std::string& key, HistoryKnowledge& knowledge) {
    std::string names = take_names(knowledge.true_names);
    lists_.texts = knowledge.texts;
    lists_.bytes = knowledge.bytes;
    for (const git::ObjectNumber suspect : knowledge.suspects)
      lists_.suspects.push_back(at(suspect));
    for (const git::ObjectNumber tree : knowledge.malformed_trees) {
      lists_.malformed_trees.push_back(at(tree));
    }
    add_commits();
    for (const git::Oid& oid : knowledge.missing) add_missing(oid, git::kNoObject, false);
    add_trees();
    if (!is_complete_) return std::nullopt;
    return encode_memory(key, names, std::move(lists_));
  }

 private:
  std::string take_names(std::vector<git::ObjectNumber>& numbers) {
    // In one pack numbers are in the order of names.
    const auto by_name = [&](git::ObjectNumber a, git::ObjectNumber b) {
      return catalog_.oid(a) < catalog_.oid(b);
    };
    if (!std::is_sorted(numbers.begin(), numbers.end(), by_name)) {
      std::sort(numbers.begin(), numbers.end(), by_name);
    }
    std::string names;
    uint32_t next = names_.size();
    for (const git::ObjectNumber number : numbers) {
      places_.add(number, next++);
      names += catalog_.oid(number).bytes();
    }
    return names;
  }

  uint32_t at(git::ObjectNumber number) {
    if (number == git::kNoObject) return number;
    const uint32_t place = places_.of(number);
    if (place == kNoPlace) is_complete_ = false;
    return place;
  }

  // Commits are known by their places in the list.
  void add_commits() {
    std::vector<uint32_t> news;  // places in the table
    const auto& records = commits_.records();
    for (uint32_t i = 0; i < records.size(); ++i) {
      if (!names_.is_known(records[i].number)) news.push_back(i);
    }
    const auto known = known_parents(news);
    std::unordered_map<uint32_t, uint32_t> added;  // by place in the table
    auto next = static_cast<uint32_t>(known_commits_.size());
    for (const uint32_t place : news) {
      const git::CommitRecord& record = records[place];
      added.emplace(place, next++);
      lists_.commits.push_back(at(record.number));
      lists_.commit_trees.push_back(at(record.tree));
      lists_.commit_times.push_back(record.time.value_or(kNoTime));
      uint32_t count = 0;
      for (const uint32_t parent : commits_.parents(record)) {
        add_parent(parent, known, added);
        ++count;
      }
      lists_.parent_counts.push_back(count);
    }
    const auto& missing = commits_.missing();
    for (size_t i = known_missing_; i < missing.size(); ++i) {
      add_missing(missing[i].oid, at(missing[i].child), missing[i].is_tree);
    }
    for (size_t i = known_malformed_; i < commits_.malformed().size(); ++i) {
      lists_.malformed_commits.push_back(at(commits_.malformed()[i]));
    }
  }
  // Of parents that are remembered, the places in the list, by those among the names.
  std::unordered_map<uint32_t, uint32_t> known_parents(const std::vector<uint32_t>& news) const {
    std::unordered_map<uint32_t, uint32_t> known;
    std::vector<bool> is_parent(names_.size(), false);
    for (const uint32_t place : news) {
      for (const uint32_t parent : commits_.parents(commits_.records()[place])) {
        const git::ObjectNumber number = commits_.records()[parent].number;
        if (names_.is_known(number)) is_parent[places_.of(number)] = true;
      }
    }
    for (uint32_t i = 0; i < known_commits_.size(); ++i) {
      if (is_parent[known_commits_[i]]) known.emplace(known_commits_[i], i);
    }
    return known;
  }

  void add_parent(uint32_t parent, const std::unordered_map<uint32_t, uint32_t>& known,
                  const std::unordered_map<uint32_t, uint32_t>& added) {
    const git::ObjectNumber number = commits_.records()[parent].number;
    const bool is_known = names_.is_known(number);
    const auto& among = is_known ? known : added;
    const auto index = among.find(is_known ? places_.of(number) : parent);
    // Parents come before their children; but for a cycle.
    if (index == among.end()) is_complete_ = false;
    lists_.parents.push_back(index == among.end() ? kNoPlace : index->second);
  }

  void add_missing(const git::Oid& oid, uint32_t child, bool is_tree) {
    lists_.missing_names.insert(lists_.missing_names.end(), oid.bytes().begin(), oid.bytes().end());
    lists_.missing_children.push_back(child);
    lists_.missing_is_tree.push_back(is_tree ? 1 : 0);
  }

  void add_trees() {
    const git::LeadingParts& parts = trees_.parts();
    if (trees_.has_cycle()) is_complete_ = false;
    for (size_t i = known_trees_; i < parts.trees.size(); ++i) {
      lists_.trees.push_back(at(parts.trees[i]));
      lists_.link_counts.push_back(parts.begins[i + 1] - parts.begins[i]);
    }
    for (size_t i = known_links_; i < parts.links.size(); ++i) {
      const git::LeadingLink& link = parts.links[i];
      lists_.links.push_back(uint64_t{link.child} << 32 | uint64_t{link.name} << 1 |
                             link.is_folder);
    }
    for (size_t i = known_blobs_; i < parts.blobs.size(); ++i) {
      lists_.blobs.push_back(at(parts.blobs[i]));
    }
    lists_.file_names.assign(parts.names.begin() + static_cast<long>(known_names_),
                             parts.names.end());
  }

  const git::ObjectCatalog& catalog_;
  const git::CommitTable& commits_;
  const git::LeadingTrees& trees_;
  const RememberedNames& names_;
  RememberedNames::Places places_;
  std::span<const uint32_t> known_commits_;
  size_t known_missing_ = 0;  // of commits
  size_t known_malformed_ = 0;
  size_t known_trees_ = 0;
  size_t known_links_ = 0;
  size_t known_blobs_ = 0;
  size_t known_names_ = 0;
  RememberedLists lists_;
  bool is_complete_ = true;
};

}  // namespace

std::optional<std::string> HistoryRecall::encode(const std::string& key, HistoryKnowledge knowledge,
                                                 const git::CommitTable& commits,
                                                 const git::LeadingTrees& trees,
                                                 Extent extent) const {
  std::optional<RememberedNames> none;
  if (extent == Extent::kAll) none.emplace(catalog_);
  Encoder encoder(catalog_, commits, trees, none ? *none : names_);
  if (memory_ && extent == Extent::kNews) {
    encoder.begin_after(memory_->lists);
  } else if (memory_) {
    HistoryKnowledge all = this->knowledge();
    for (uint32_t place = 0; place < names_.size(); ++place) {
      all.true_names.push_back(names_.number(place));
    }
    const auto add = [](auto& to, const auto& more) {
      to.insert(to.end(), more.begin(), more.end());
      std::sort(to.begin(), to.end());
      to.erase(std::unique(to.begin(), to.end()), to.end());
    };
    add(knowledge.true_names, all.true_names);
    add(knowledge.suspects, all.suspects);
    add(knowledge.missing, all.missing);
    add(knowledge.malformed_trees, all.malformed_trees);
    knowledge.texts += all.texts;
    knowledge.bytes += all.bytes;
  }
  return encoder.encode(key, knowledge);
}

}  // namespace aegis
