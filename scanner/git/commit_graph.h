// Commits as they are met on a walk: each is read once, and known by a small number from then on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object_store.h"
#include "scanner/git/oid.h"
#include "scanner/git/shallow.h"

namespace aegis::git {

class CommitGraph {
 public:
  using Number = uint32_t;  // from 0, in the order in which they are met

  struct Node {
    Oid oid;
    Oid tree;
    std::vector<Oid> parents;  // none behind a cut, and none of a commit that cannot be read
    int64_t time = 0;          // the committer's; 0 where it makes no sense
    bool is_cut = false;
    std::unique_ptr<const Error> error;  // why it could not be read, else null
  };

  // What is given must outlive the graph.
  CommitGraph(const OidSet& shallow, ObjectReader& reader, HashKind kind)
      : shallow_(shallow), reader_(reader), kind_(kind) {}

  // Reads the commit unless it is known.
  Number add(const Oid& oid);
  std::optional<Number> find(const Oid& oid) const;

  // REQUIRES: `number` came from add(). Valid until the next call of add().
  const Node& operator[](Number number) const { return nodes_[number]; }
  size_t size() const { return nodes_.size(); }

 private:
  Node read(const Oid& oid);

  const OidSet& shallow_;
  ObjectReader& reader_;
  const HashKind kind_;
  std::vector<Node> nodes_;
  std::unordered_map<Oid, Number, OidHash> numbers_;
};

}  // namespace aegis::git
