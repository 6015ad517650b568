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

// Trees and blobs have indexes of their own, from 0. A tree comes after those it holds, unless
// forged names make it hold itself. Immutable once made, and the same for any number of passes over
// the same store.
class LeadingTrees {
 public:
  LeadingTrees(const ObjectCatalog& catalog, const std::vector<TreeLinks>& passes);

  uint32_t size() const { return static_cast<uint32_t>(trees_.size()); }
  // kNoTree for what is no tree or leads to nothing.
  uint32_t index_of(ObjectNumber tree) const {
    return tree < indexes_.size() ? indexes_[tree] : kNoTree;
  }
  std::span<const LeadingLink> links(uint32_t tree) const {
    return std::span(links_).subspan(begins_[tree], begins_[tree + 1] - begins_[tree]);
  }
  const std::vector<ObjectNumber>& blobs() const { return blobs_; }  // by index
  const std::vector<std::string>& names() const { return names_; }

  // By tree, the bits of all blobs that stand below it, given those of each blob.
  std::vector<uint64_t> bits_below(std::span<const uint64_t> bits_of_blobs) const;

 private:
  std::vector<ObjectNumber> trees_;  // by index
  std::vector<uint32_t> begins_{0};  // of a tree's links, and the end of the last one's
  std::vector<LeadingLink> links_;
  std::vector<ObjectNumber> blobs_;
  std::vector<std::string> names_;
  std::vector<uint32_t> indexes_;  // by object number
  bool has_cycle_ = false;
};

}  // namespace aegis::git
