// The trees that lead to blobs asked about, and of each only the way there.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scanner/git/object_catalog.h"
#include "scanner/git/tree_links.h"

namespace aegis::git {

inline constexpr uint32_t kNoTree = UINT32_MAX;

// A blob asked about, or a folder that leads to one.
struct LeadingLink {
  uint32_t child = 0;      // index of the blob, or of the tree
  uint32_t name : 31 = 0;  // index into names()
  uint32_t is_folder : 1 = 0;
};

// What the trees are made of, by index.
struct LeadingParts {
  std::vector<ObjectNumber> trees;
  std::vector<uint32_t> begins{0};  // of a tree's links, and the end of the last one's
  std::vector<LeadingLink> links;
  std::vector<ObjectNumber> blobs;
  std::vector<std::string> names;
};

// Trees and blobs have indexes of their own, from 0. A tree comes after those it holds, unless
// forged names make it hold itself. Immutable once made, and the same for any number of passes over
// the same store.
class LeadingTrees {
 public:
  // `earlier` is what another one was made of, in this catalog's numbers; it keeps its indexes. The
  // passes are over trees that were not known to it. `tops`, as far as they are such trees, come
  // first and in that order, each behind what it holds: who walks them so finds things side by
  // side.
  LeadingTrees(const ObjectCatalog& catalog, const std::vector<TreeLinks>& passes,
               std::span<const ObjectNumber> tops = {}, LeadingParts earlier = {});

  const LeadingParts& parts() const { return parts_; }
  bool has_cycle() const { return has_cycle_; }

  uint32_t size() const { return static_cast<uint32_t>(parts_.trees.size()); }
  // kNoTree for what is no tree or leads to nothing.
  uint32_t index_of(ObjectNumber tree) const {
    return tree < indexes_.size() ? indexes_[tree] : kNoTree;
  }
  std::span<const LeadingLink> links(uint32_t tree) const {
    const uint32_t begin = parts_.begins[tree];
    return std::span(parts_.links).subspan(begin, parts_.begins[tree + 1] - begin);
  }
  const std::vector<ObjectNumber>& blobs() const { return parts_.blobs; }  // by index
  const std::vector<std::string>& names() const { return parts_.names; }

  // By tree, the bits of all blobs that stand below it, given those of each blob.
  std::vector<uint64_t> bits_below(std::span<const uint64_t> bits_of_blobs) const;

 private:
  LeadingParts parts_;
  std::vector<uint32_t> indexes_;  // by object number
  bool has_cycle_ = false;
};

}  // namespace aegis::git
