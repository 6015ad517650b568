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
#include "scanner/git/pack_index.h"

namespace aegis::git {

// Immutable; threads share it, each with an Inflater and a BaseCache of its own. Errors are of kind
// kUnreadable; those of open() do not name the pack, those of read() do.
class Pack {
 public:
  // `stem` is the path without ".pack" and ".idx". The two files must belong together.
  static Result<std::unique_ptr<const Pack>> open(const std::string& stem, HashKind kind);

  const std::string& stem() const { return stem_; }
  const PackIndex& index() const { return index_; }

  // The object at `offset`, which need not be one that the index gave: it is checked. Memory is at
  // most three times `limit`, however long the chain of deltas.
  Result<Object> read(uint64_t offset, uint64_t limit, Inflater& inflater, BaseCache& bases) const;

 private:
  struct Entry;
  struct Chain;

  Pack(std::string stem, MappedFile file, PackIndex index, HashKind kind);

  Result<Object> read_unnamed(uint64_t offset, uint64_t limit, Inflater& inflater,
                              BaseCache& bases) const;
  Result<Entry> entry_at(uint64_t offset) const;
  Result<Entry> resolve_base(Entry entry, uint8_t code) const;
  Result<Chain> chain_of(uint64_t offset, const BaseCache& bases) const;
  Result<std::string> inflate(const Entry& entry, uint64_t limit, Inflater& inflater) const;

  std::string stem_;
  MappedFile file_;
  PackIndex index_;
  size_t hash_size_;
  uint64_t entries_end_;  // where the trailing checksum begins
};

}  // namespace aegis::git
