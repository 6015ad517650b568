// What `aegis history` remembers of a repository from one run to the next.
//
// Names of objects that were scanned and whose bytes hash to their names; which of them could hold
// a finding; and what is needed to say of those where they stand: the commits, and the trees that
// lead to them. Nothing of what was found, and no byte of a file's content.
//
// All is numbered by places among the names. It grows in parts; each part's names are sorted, and
// its numbers go on where those before it ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/commit_table.h"
#include "scanner/git/leading_trees.h"
#include "scanner/git/sorted_names.h"

namespace aegis {

// Lists that grow at their ends. Of commits, the first part's are sorted as CommitTable has them.
struct RememberedLists {
  uint64_t texts = 0;  // blobs, commits and tags
  uint64_t bytes = 0;  // of them
  std::vector<uint32_t> suspects;

  std::vector<uint32_t> commits;
  std::vector<uint32_t> commit_trees;  // git::kNoObject: missing
  std::vector<int64_t> commit_times;   // kNoTime: none
  std::vector<uint32_t> parent_counts;
  std::vector<uint32_t> parents;  // places in `commits`

  std::vector<uint8_t> missing_names;      // one after another
  std::vector<uint32_t> missing_children;  // the commit that names it; git::kNoObject: a tree does
  std::vector<uint8_t> missing_is_tree;
  std::vector<uint32_t> malformed_commits;
  std::vector<uint32_t> malformed_trees;

  std::vector<uint32_t> trees;  // that lead to suspects, as git::LeadingTrees has them
  std::vector<uint32_t> link_counts;
  std::vector<uint64_t> links;  // child << 32 | name << 1 | is folder
  std::vector<uint32_t> blobs;
  std::vector<std::string> file_names;
};

inline constexpr int64_t kNoTime = INT64_MIN;

struct HistoryMemory {
  std::vector<git::SortedNames> names;  // by part; views of the parts
  RememberedLists lists;
  uint32_t first_commits = 0;  // how many are the first part's

  uint32_t size() const;
};

// A part of a state file. `key` says what the objects were looked for by; `names` are sorted.
std::string encode_memory(const std::string& key, const std::string& names, RememberedLists lists);

// What a part was made by, not checked further. Takes any bytes.
std::string_view key_in(std::string_view part);

// All parts together; nothing if they are not sound, or were made by another key. Takes any bytes.
std::optional<HistoryMemory> decode_memory(const std::string& key,
                                           const std::vector<std::string_view>& parts,
                                           git::HashKind kind);

}  // namespace aegis
