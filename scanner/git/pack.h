// One pack: many objects in one file, most of them as deltas against others in it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/base_cache.h"
#include "scanner/git/inflate.h"
#include "scanner/git/mapped_file.h"
#include "scanner/git/object.h"
#include "scanner/git/oid.h"
#include "scanner/git/pack_entry.h"
#include "scanner/git/pack_index.h"

namespace aegis::git {

// Immutable; threads share it, each with an Inflater and a BaseCache of its own. Errors are of kind
// kUnreadable; those of open() and recover() do not name the pack, those of read() do.
class Pack {
 public:
  // `stem` is the path without ".pack" and ".idx". The two files must belong together.
  static Result<std::unique_ptr<const Pack>> open(const std::string& stem, HashKind kind);

  struct Recovered {
    std::unique_ptr<const Pack> pack;
    std::string losses;     // in words; empty: the pack is sound
    std::vector<Oid> lost;  // what the index that there is names besides
  };
  // The same of a pack for which open() fails, with an index made anew from the pack itself (see
  // pack_recovery.h). An error: there is no such file, or not one entry in it.
  static Result<Recovered> recover(const std::string& stem, HashKind kind, uint64_t limit);

  const std::string& stem() const { return stem_; }
  const PackIndex& index() const { return index_; }

  // The object at `offset`, which need not be one that the index gave: it is checked. Memory is at
  // most three times `limit`, however long the chain of deltas.
  Result<Object> read(uint64_t offset, uint64_t limit, Inflater& inflater, BaseCache& bases) const;

  // What the entry at `offset`, any number, says of itself; a base that it names is looked up. The
  // error does not name the pack.
  Result<PackEntry> entry_at(uint64_t offset) const;
  // Everything from the entry's compressed bytes to the end of the last entry.
  std::string_view data_of(const PackEntry& entry) const {
    return file_.bytes().substr(entry.data_offset, entries_end_ - entry.data_offset);
  }
  // What stands at `offset`, which must not be behind entries_end().
  const char* bytes_at(uint64_t offset) const { return file_.bytes().data() + offset; }
  // Whether one of its files has been cut short since it was opened.
  bool is_cut_short() const { return file_.is_cut_short() || index_.is_cut_short(); }
  // Where the last entry ends.
  uint64_t entries_end() const { return entries_end_; }

 private:
  struct Chain;

  Pack(std::string stem, MappedFile file, PackIndex index, HashKind kind, uint64_t entries_end);

  Result<Object> read_unnamed(uint64_t offset, uint64_t limit, Inflater& inflater,
                              BaseCache& bases) const;
  Result<Chain> chain_of(uint64_t offset, const BaseCache& bases) const;
  Result<std::string> inflate(const PackEntry& entry, uint64_t limit, Inflater& inflater) const;

  std::string stem_;
  MappedFile file_;
  PackIndex index_;
  size_t hash_size_;
  uint64_t entries_end_;
};

}  // namespace aegis::git
