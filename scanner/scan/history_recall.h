// What is remembered of a history, in the numbers of a catalog; and what is to be remembered of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/git/commit_table.h"
#include "scanner/git/leading_trees.h"
#include "scanner/scan/history_memory.h"
#include "scanner/scan/remembered_names.h"

namespace aegis {

// What a run found out that the next one need not.
struct HistoryKnowledge {
  std::vector<git::ObjectNumber> true_names;  // objects scanned that are what their names say
  uint64_t texts = 0;
  uint64_t bytes = 0;
  std::vector<git::ObjectNumber> suspects;
  std::vector<git::Oid> missing;  // that trees name
  std::vector<git::ObjectNumber> malformed_trees;
};

// Immutable. REQUIRES: what it is made from outlives it.
class HistoryRecall {
 public:
  // Nothing is remembered.
  explicit HistoryRecall(const git::ObjectCatalog& catalog) : catalog_(catalog), names_(catalog) {}
  // Nothing either, if the store has lost an object that is remembered, or got one that was
  // missing: either may change what is known of the others.
  HistoryRecall(const git::ObjectCatalog& catalog, HistoryMemory memory);

  bool is_empty() const { return !memory_; }
  // Objects that are not remembered, every copy of them, sorted.
  const std::vector<git::ObjectNumber>& news() const { return names_.news(); }
  // The others, each once, sorted.
  std::vector<git::ObjectNumber> olds() const;
  // Of what is remembered; but for the names.
  HistoryKnowledge knowledge() const;
  git::CommitTable commits() const;
  git::LeadingParts trees() const;

  // Part of a state file: `knowledge` that was not remembered, and with it `commits` and `trees`,
  // which are of everything; nothing if one of them speaks of what is in none of the names. With
  // kAll it is to be the file's only part, and the trees need not go on from those remembered.
  enum class Extent { kNews, kAll };
  std::optional<std::string> encode(const std::string& key, HistoryKnowledge knowledge,
                                    const git::CommitTable& commits, const git::LeadingTrees& trees,
                                    Extent extent) const;
  // Whether the file is in so many parts that it should be made one.
  bool is_scattered() const;

 private:
  bool was_missing_and_is_here() const;
  git::Oid missing_name(size_t index) const;

  const git::ObjectCatalog& catalog_;
  std::optional<HistoryMemory> memory_;
  RememberedNames names_;
};

}  // namespace aegis
