#include "scanner/git/staged.h"

#include <algorithm>
#include <utility>

#include "scanner/git/commit.h"
#include "scanner/git/comparison.h"
#include "scanner/git/deletions.h"
#include "scanner/git/index.h"
#include "scanner/git/refs.h"
#include "scanner/source/chunker.h"

namespace aegis::git {

namespace {

class BlobDocument : public Document {
 public:
  BlobDocument(NewBlob blob, std::shared_ptr<const ObjectStore> store)
      : origin_(std::make_shared<const Origin>(Origin{blob.path, blob.path, blob.oid.hex()})),
        oid_(blob.oid),
        earlier_(std::move(blob.earlier)),
        store_(std::move(store)) {}

  std::shared_ptr<const Origin> origin() const override { return origin_; }

  Result<void> read(size_t core, const ChunkVisitor& visit) override {
    auto bytes = ObjectReader(*store_).read(oid_, ObjectType::kBlob);
    if (!bytes) return std::move(bytes).error();
    visit_bytes(origin_, *bytes, core, visit);
    return {};
  }

  Result<std::vector<std::string>> earlier_versions() override {
    std::vector<std::string> versions;
    ObjectReader reader(*store_);
    for (const Oid& oid : earlier_) {
      auto bytes = reader.read(oid, ObjectType::kBlob);
      if (!bytes) return std::move(bytes).error();
      versions.push_back(*std::move(bytes));
    }
    return versions;
  }

 private:
  std::shared_ptr<const Origin> origin_;
  Oid oid_;
  std::vector<Oid> earlier_;
  std::shared_ptr<const ObjectStore> store_;
};

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

// Drops from `comparison` the files that were only moved, and gives those that were moved and
// changed the versions they were made from.
void match_moves(Comparison& comparison, HashKind kind, ObjectReader& reader) {
  const auto is_added = [](const NewBlob& blob) { return blob.earlier.empty(); };
  std::vector<NewBlob>& blobs = comparison.new_blobs;
  if (std::none_of(blobs.begin(), blobs.end(), is_added)) return;
  const Deletions deletions(comparison, kind, reader);
  std::erase_if(blobs,
                [&](const NewBlob& blob) { return is_added(blob) && deletions.has(blob.oid); });
  for (NewBlob& blob : blobs) {
    if (is_added(blob)) blob.earlier = deletions.of_same_name(blob.path);
  }
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
  match_moves(*comparison, repository_.hash_kind(), reader);
  for (PathError& skipped : comparison->skipped) {
    sink.skipped(std::move(skipped.path), std::move(skipped.error));
  }
  for (NewBlob& blob : comparison->new_blobs) {
    sink.document(std::make_unique<BlobDocument>(std::move(blob), store_));
  }
  return {};
}

}  // namespace aegis::git
