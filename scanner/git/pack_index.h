// The index of a pack: at which offset each object lies. Versions 1 and 2.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/mapped_file.h"
#include "scanner/git/oid.h"
#include "scanner/git/sorted_names.h"

namespace aegis::git {

// Immutable; threads share it. Only its structure is sound: offsets must be checked against the
// pack.
class PackIndex {
 public:
  // An error, of kind kUnreadable, says what is wrong with the file and does not name it.
  static Result<PackIndex> parse(MappedFile file, HashKind kind);
  // One of version 2, in memory, that belongs to no file. REQUIRES: `objects`, names with their
  // offsets, are sorted.
  static PackIndex make(const std::vector<std::pair<Oid, uint64_t>>& objects, HashKind kind);

  uint32_t size() const { return size_; }
  // The checksum of the pack that this index belongs to.
  std::string_view pack_checksum() const { return pack_checksum_; }

  // REQUIRES, for both: position < size(). Positions are in the order of the names.
  Oid oid(uint32_t position) const;
  // Nothing if the table of large offsets has no such place.
  std::optional<uint64_t> offset(uint32_t position) const;

  // Whether it has a checksum of each entry.
  bool has_checksums() const { return !checksums_.empty(); }
  // The CRC-32 of the entry's bytes in the pack; nothing where the index has none.
  std::optional<uint32_t> checksum(uint32_t position) const;

  std::optional<uint32_t> find(const Oid& oid) const;
  // Has what find() looks at first brought near; some time after that, what it looks at second.
  void expect(const Oid& oid) const;
  void expect_second(const Oid& oid) const;

  // Whether its file has been cut short since it was opened.
  bool is_cut_short() const { return file_.is_cut_short(); }

  // Sorted, unless someone has forged them; then those that are not are not found.
  SortedNames names() const { return {names_, name_stride_, hash_size_, size_}; }

  std::vector<uint64_t> sorted_offsets() const;

 private:
  PackIndex() = default;
  static Result<PackIndex> parse_bytes(std::string_view bytes, HashKind kind);

  // Where a name is looked for: in [begin, end), near `at`.
  struct Place {
    uint64_t begin = 0;
    uint64_t end = 0;
    uint64_t at = 0;
  };
  Place place_of(const Oid& oid) const;

  std::string_view name_bytes(uint32_t position) const {
    return names_.substr(size_t{position} * name_stride_, hash_size_);
  }

  MappedFile file_;                          // what the views are of, ...
  std::unique_ptr<const std::string> made_;  // ... if not of this
  std::string_view fanout_;
  std::string_view names_;          // from the first name on, name_stride_ apart
  std::string_view offsets_;        // likewise
  std::string_view checksums_;      // none in version 1, nor in one that was made here
  std::string_view large_offsets_;  // none in version 1
  std::string_view pack_checksum_;
  size_t hash_size_ = 0;
  size_t name_stride_ = 0;
  size_t offset_stride_ = 0;
  bool has_large_offsets_ = false;  // version 2: a set top bit means a place in large_offsets_
  uint32_t size_ = 0;
};

}  // namespace aegis::git
