// What the trees of a store lead to, as far as it matters: folders, and the blobs asked about.
#pragma once

#include <bitset>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "scanner/base/path_globs.h"
#include "scanner/git/base_notes.h"
#include "scanner/git/number_lookup.h"
#include "scanner/git/object_catalog.h"
#include "scanner/git/object_walk.h"

namespace aegis::git {

// Blobs by number, and by the file name that a tree gives them. Immutable; threads share it.
class WantedBlobs {
 public:
  // `paths` are globs; what has a name that the last part of one of them matches is wanted too.
  // REQUIRES: `catalog` outlives it.
  WantedBlobs(const ObjectCatalog& catalog, const std::vector<ObjectNumber>& blobs,
              const std::vector<std::string>& paths);

  // False for nearly all that is not wanted.
  bool may_want(std::string_view raw_oid, std::string_view name) const {
    return oid_prefixes_[prefix_of(raw_oid)] || names_.may_match(name);
  }
  bool wants(const Oid& oid, std::string_view name) const;

 private:
  static size_t prefix_of(std::string_view raw_oid) {
    return static_cast<unsigned char>(raw_oid[0]) << 8 | static_cast<unsigned char>(raw_oid[1]);
  }

  std::bitset<65536> oid_prefixes_;  // the first two bytes of each wanted name
  std::unordered_set<Oid, OidHash> oids_;
  PathGlobs names_;  // of file names
};

// One thing in a tree.
struct TreeLink {
  ObjectNumber child = 0;
  uint32_t name : 31 = 0;  // in TreeLinks::names()
  uint32_t is_folder : 1 = 0;
};

// One thread's part of a pass over all trees. REQUIRES: what it is made from outlives it.
class TreeLinks : public ObjectVisitor {
 public:
  TreeLinks(const ObjectCatalog& catalog, const WantedBlobs& wanted, HashKind kind);

  VisitTag visit(const VisitedObject& object) override;
  Result<void> visit_large(ObjectNumber, uint64_t, const ByteReader&) override { return {}; }

  // To be called when the walk is over, before anything of the following.
  void finish();

  struct TreeOf {
    ObjectNumber tree = 0;
    uint32_t begin = 0;  // of its links
    uint32_t end = 0;
  };
  const std::vector<TreeOf>& trees() const { return trees_; }
  std::span<const TreeLink> links(const TreeOf& tree) const {
    return std::span(links_).subspan(tree.begin, tree.end - tree.begin);
  }
  const std::deque<std::string>& names() const { return names_; }

  const std::vector<Oid>& malformed() const { return malformed_; }  // trees
  // Trees and blobs that a tree names and the store does not have. Some may stand here twice.
  const std::vector<Oid>& missing() const { return numbers_.missing(); }

 private:
  // A tree that was read, for those that are built upon it.
  struct Reading {
    struct LinkAt {
      uint32_t entry = 0;
      TreeLink link;
    };
    std::vector<uint32_t> entries;  // offsets in its bytes; the last is that of its end
    std::vector<LinkAt> links;      // of interest, in the order of the entries; not yet numbered
  };
  class TreeText;

  bool read(const VisitedObject& object, const Reading* base, Reading& reading);
  bool read_entry(TreeText& text, uint32_t& at, Reading& reading);
  static uint32_t take_over(const Reading& base, uint32_t from, uint32_t to, uint32_t at,
                            Reading& reading);
  uint32_t intern(std::string_view name);
  void add(std::string_view name, std::string_view raw_oid, bool is_folder, Reading& reading);

  const ObjectCatalog& catalog_;
  const WantedBlobs& wanted_;
  size_t hash_size_;
  std::vector<TreeOf> trees_;
  std::vector<TreeLink> links_;
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, uint32_t> name_numbers_;
  NumberLookup numbers_;
  BaseNotes<Reading> readings_;
  ObjectNumber number_ = 0;  // of the tree that is being read
  std::vector<Oid> malformed_;
};

}  // namespace aegis::git
