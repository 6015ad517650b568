#include "scanner/git/range.h"

#include <array>
#include <cstring>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "scanner/base/sha.h"
#include "scanner/git/blob_document.h"
#include "scanner/git/moves.h"
#include "scanner/git/refs.h"
#include "scanner/git/revision.h"
#include "scanner/git/shallow.h"
#include "scanner/git/tag.h"
#include "scanner/git/text_document.h"

namespace aegis::git {

namespace {

constexpr size_t kMaxParents = 4096;  // that a commit is compared with

// What has been pushed as a document, in 16 bytes each however long the paths are. By a hash that
// nobody can find a collision of, since a document that seems to be known is not scanned.
class Pushed {
 public:
  // Whether it is for the first time.
  bool insert(const NewBlob& blob) {
    std::string key = blob.path;
    key += '\0';
    key += blob.oid.bytes();
    for (const Oid& oid : blob.earlier) key += oid.bytes();
    const auto digest = sha256(key);
    Short start;
    std::memcpy(start.data(), digest.data(), start.size());
    return known_.insert(start).second;
  }

 private:
  using Short = std::array<uint64_t, 2>;
  struct Hash {
    size_t operator()(const Short& key) const { return key[0]; }
  };
  std::unordered_set<Short, Hash> known_;
};

class Listing {
 public:
  Listing(std::shared_ptr<const ObjectStore> store, HashKind kind, const IgnoreRules& ignored,
          DocumentSink& sink)
      : store_(std::move(store)), kind_(kind), ignored_(ignored), reader_(*store_), sink_(sink) {}

  void add_commit(const WalkedCommit& commit) {
    const Origin origin = origin_of_commit(commit.oid);
    auto bytes = reader_.read(commit.oid, ObjectType::kCommit);
    if (!bytes) return sink_.skipped(origin.path, std::move(bytes).error());
    const auto from =
        std::make_shared<const Introduction>(introduction_of_commit(commit.oid, *bytes, order_++));
    std::vector<Oid> parents = commit.parent_trees;
    // What more there are would make less count as new, at a cost that grows with their square.
    if (parents.size() > kMaxParents) parents.resize(kMaxParents);
    add_tree(commit.tree, parents, origin.path, from);
    sink_.document(std::make_unique<TextDocument>(origin, *std::move(bytes), from));
  }

  // Its text alone: what it leads to nobody can tell.
  void add_malformed_commit(const Oid& oid) {
    auto bytes = reader_.read(oid, ObjectType::kCommit);
    if (!bytes) return;  // which is why it is among those that cannot be read
    const auto from =
        std::make_shared<const Introduction>(introduction_of_commit(oid, *bytes, order_++));
    sink_.document(std::make_unique<TextDocument>(origin_of_commit(oid), *std::move(bytes), from));
  }

  void add_tag(const Oid& oid) {
    auto bytes = reader_.read(oid, ObjectType::kTag);
    if (!bytes) return sink_.skipped("<tag " + oid.hex() + ">", std::move(bytes).error());
    const auto tag = parse_tag(*bytes, kind_);
    const Origin origin = origin_of_tag(oid, tag ? tag->name : std::string_view());
    const auto from =
        std::make_shared<const Introduction>(introduction_of_tag(oid, *bytes, kind_, order_++));
    sink_.document(std::make_unique<TextDocument>(origin, *std::move(bytes), from));
  }

  void add_tree(const Oid& tree, const std::vector<Oid>& parents, const std::string& name,
                const std::shared_ptr<const Introduction>& from) {
    Comparison comparison = compare(tree, parents, kind_, reader_);
    match_moves(comparison, ignored_, sink_, kind_, reader_);
    for (PathError& skipped : comparison.skipped) {
      sink_.skipped(skipped.path.empty() ? name : std::move(skipped.path),
                    std::move(skipped.error).in(name));
    }
    for (NewBlob& blob : comparison.new_blobs) add_blob(std::move(blob), from);
  }

  void add_blob(NewBlob blob, const std::shared_ptr<const Introduction>& from) {
    if (!pushed_.insert(blob)) return;
    sink_.document(std::make_unique<BlobDocument>(std::move(blob), store_, from));
  }

 private:
  const std::shared_ptr<const ObjectStore> store_;
  const HashKind kind_;
  const IgnoreRules& ignored_;
  ObjectReader reader_;
  DocumentSink& sink_;
  Pushed pushed_;
  uint64_t order_ = 0;
};

Result<RevisionSet> revisions_of(const RangeRequest& request, const Repository& repository,
                                 RevisionParser& parser, const OidSet& shallow,
                                 ObjectReader& reader) {
  using Input = RangeRequest::Input;
  RevisionSetParser all(repository, parser, shallow, reader);
  for (const std::string& word : request.revisions) {
    if (auto ok = all.add(word); !ok) return std::move(ok).error();
  }
  if (request.input == Input::kNone) {
    if (!all.asks_for_tips()) {
      if (auto ok = all.add_head(); !ok) return std::move(ok).error();
    }
    return all.take();
  }
  const bool is_push = request.input == Input::kPrePush;
  const HashKind kind = repository.hash_kind();
  auto updates =
      is_push ? parse_pre_push(request.text, kind) : parse_pre_receive(request.text, kind);
  if (!updates) return std::move(updates).error();
  std::string known = is_push ? "refs/remotes" : "refs";
  if (is_push && !request.remote.empty()) known += "/" + request.remote;
  // Git gives the address where the remote has no name: then there are no branches of it here.
  if (!may_be_ref(known)) known.clear();
  all.add(*updates, known);
  return all.take();
}

std::string name_of_commit(const Oid& oid) {
  return origin_of_commit(oid).path;
}

}  // namespace

Result<std::unique_ptr<RangeSource>> RangeSource::open(const std::string& start_dir,
                                                       const Environment& environment,
                                                       const RangeRequest& request) {
  if (request.revisions.empty() && request.input == RangeRequest::Input::kNone) {
    return usage_error("name what to scan, such as main..HEAD, or HEAD --not --remotes");
  }
  auto repository = Repository::open(start_dir, environment);
  if (!repository) return std::move(repository).error();
  auto store = ObjectStore::open(*repository, kDefaultObjectLimit, BrokenPack::kRecover);
  if (!store) return std::move(store).error();
  auto shared = std::make_shared<const ObjectStore>(*std::move(store));
  std::unique_ptr<RangeSource> source(new RangeSource(*std::move(repository), std::move(shared)));
  if (auto found = source->find(request); !found) return std::move(found).error();
  return source;
}

Result<void> RangeSource::find(const RangeRequest& request) {
  ObjectReader reader(*store_);
  const HashKind kind = repository_.hash_kind();
  auto shallow = read_shallow(repository_);
  if (!shallow) return std::move(shallow).error();
  RevisionParser parser(repository_, *store_, *shallow, reader);
  auto set = revisions_of(request, repository_, parser, *shallow, reader);
  if (!set) return std::move(set).error();
  notes_ = std::move(set->notes);
  for (const Error& error : set->unreadable) skipped_.push_back({"<ref>", error});
  tips_ = peel_tips(*set, reader, kind);
  if (request.input == RangeRequest::Input::kPreReceive) {
    auto head = head_commit(repository_);
    if (!head) return std::move(head).error();
    base_ = *head;
  } else if (request.input == RangeRequest::Input::kNone && tips_.excluded.size() == 1) {
    base_ = tips_.excluded.front();
  }
  walk_ = walk_commits(tips_.commits, tips_.excluded, *shallow, reader, kind);
  note_gaps(parser.how_to_fetch());
  return {};
}

void RangeSource::note_gaps(const std::string& how_to_fetch) {
  for (const OidError& tip : tips_.unreadable) {
    skipped_.push_back({"<object " + tip.oid.hex() + ">", tip.error});
  }
  for (const OidError& commit : walk_.unreadable) {
    skipped_.push_back({name_of_commit(commit.oid), commit.error});
  }
  for (const WalkedCommit& commit : walk_.commits) {
    if (!commit.is_cut) continue;
    skipped_.push_back({name_of_commit(commit.oid),
                        unreadable("what came before this commit is not here; " + how_to_fetch)});
  }
  for (const OidError& parent : walk_.unreadable_excluded) {
    notes_.push_back(parent.error.message() + "; more counts as new because of it");
  }
  if (walk_.commits.empty() && tips_.tags.empty() && tips_.trees.empty() && tips_.blobs.empty() &&
      skipped_.empty()) {
    notes_.push_back("the range is empty: nothing is reachable that is not left out");
  }
}

Result<void> RangeSource::list(DocumentSink& sink) {
  for (const PathError& skipped : skipped_) sink.skipped(skipped.path, skipped.error);
  Listing listing(store_, repository_.hash_kind(), ignored_, sink);
  size_t listed = 0;
  for (; listed < walk_.commits.size() && !sink.is_over(); ++listed) {
    listing.add_commit(walk_.commits[listed]);
  }
  if (const size_t left = walk_.commits.size() - listed; left > 0) {
    sink.skipped("<commits>",
                 unreadable(std::to_string(left) + " of " + std::to_string(walk_.commits.size()) +
                            " were not looked at: the time for this run was over"));
  }
  for (const OidError& commit : walk_.unreadable) listing.add_malformed_commit(commit.oid);
  for (const Oid& tag : tips_.tags) listing.add_tag(tag);
  for (const Tip& tree : tips_.trees)
    listing.add_tree(tree.oid, {}, "<" + tree.name + ">", nullptr);
  for (const Tip& blob : tips_.blobs) {
    listing.add_blob({"<" + blob.name + ">", blob.oid, {}}, nullptr);
  }
  return {};
}

}  // namespace aegis::git
