#include "scanner/git/commit_graph.h"

#include <string>
#include <utility>

#include "scanner/git/commit.h"

namespace aegis::git {

CommitGraph::Number CommitGraph::add(const Oid& oid) {
  const auto [it, is_new] = numbers_.try_emplace(oid, static_cast<Number>(nodes_.size()));
  if (is_new) nodes_.push_back(read(oid));
  return it->second;
}

std::optional<CommitGraph::Number> CommitGraph::find(const Oid& oid) const {
  const auto it = numbers_.find(oid);
  if (it == numbers_.end()) return std::nullopt;
  return it->second;
}

CommitGraph::Node CommitGraph::read(const Oid& oid) {
  Node node;
  node.oid = oid;
  auto bytes = reader_.read(oid, ObjectType::kCommit);
  if (!bytes) {
    node.error = std::make_unique<const Error>(std::move(bytes).error());
    return node;
  }
  auto links = parse_commit(*bytes, kind_);
  if (!links) {
    node.error = std::make_unique<const Error>(std::move(links).error().in("object " + oid.hex()));
    return node;
  }
  node.tree = links->tree;
  node.time = parse_commit_text(*bytes).committer.time.value_or(0);
  node.is_cut = shallow_.contains(oid) && !links->parents.empty();
  if (!node.is_cut) node.parents = std::move(links->parents);
  return node;
}

}  // namespace aegis::git
