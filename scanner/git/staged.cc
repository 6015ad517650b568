#include "scanner/git/staged.h"

#include <utility>

#include "scanner/git/blob_document.h"
#include "scanner/git/commit.h"
#include "scanner/git/comparison.h"
#include "scanner/git/index.h"
#include "scanner/git/moves.h"
#include "scanner/git/refs.h"

namespace aegis::git {

namespace {

Result<Oid> tree_of(const Oid& commit, HashKind kind, ObjectReader& reader) {
  auto bytes = reader.read(commit, ObjectType::kCommit);
  if (!bytes) return std::move(bytes).error();
  auto links = parse_commit(*bytes, kind);
  if (!links) return std::move(links).error().in("object " + commit.hex());
  return links->tree;
}

// Trees of HEAD and of what is merged into it; none on an unborn branch.
Result<std::vector<Oid>> parent_trees(const Repository& repository, ObjectReader& reader) {
  auto head = head_commit(repository);
  if (!head) return std::move(head).error();
  auto commits = merge_heads(repository);
  if (!commits) return std::move(commits).error();
  if (*head) commits->insert(commits->begin(), **head);
  std::vector<Oid> trees;
  for (const Oid& commit : *commits) {
    auto tree = tree_of(commit, repository.hash_kind(), reader);
    if (!tree) return std::move(tree).error();
    trees.push_back(*tree);
  }
  return trees;
}

}  // namespace

Result<std::unique_ptr<StagedSource>> StagedSource::open(const std::string& start_dir,
                                                         const Environment& environment) {
  auto repository = Repository::open(start_dir, environment);
  if (!repository) return std::move(repository).error();
  auto store = ObjectStore::open(*repository);
  if (!store) return std::move(store).error();
  auto shared = std::make_shared<const ObjectStore>(*std::move(store));
  return std::unique_ptr<StagedSource>(new StagedSource(*std::move(repository), std::move(shared)));
}

Result<void> StagedSource::list(DocumentSink& sink) {
  ObjectReader reader(*store_);
  auto parents = parent_trees(repository_, reader);
  if (!parents) return std::move(parents).error();
  auto index = Index::read(repository_);
  if (!index) return std::move(index).error();
  auto comparison = compare(*index, *parents, repository_.hash_kind(), reader);
  if (!comparison) return std::move(comparison).error();
  match_moves(*comparison, ignored_, sink, repository_.hash_kind(), reader);
  for (PathError& skipped : comparison->skipped) {
    sink.skipped(std::move(skipped.path), std::move(skipped.error));
  }
  for (NewBlob& blob : comparison->new_blobs) {
    sink.document(std::make_unique<BlobDocument>(std::move(blob), store_));
  }
  return {};
}

}  // namespace aegis::git
