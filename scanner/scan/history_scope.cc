#include "scanner/scan/history_scope.h"

#include <utility>

#include "scanner/git/refs.h"
#include "scanner/git/revision.h"
#include "scanner/git/shallow.h"
#include "scanner/git/tag.h"

namespace aegis {

namespace {

constexpr int kMostTags = 100;  // that lead to one another

}  // namespace

Result<HistoryScope> HistoryScope::make(const git::Repository& repository,
                                        const git::ObjectStore& store,
                                        const git::ObjectCatalog& catalog,
                                        const git::CommitTable& commits,
                                        const HistoryRequest& request) {
  HistoryScope scope(catalog, commits, request);
  const auto& records = commits.records();
  scope.places_.assign(catalog.size(), kNoPlace);
  for (uint32_t i = 0; i < records.size(); ++i) scope.places_[records[i].number] = i;
  scope.read_refs(repository, store);
  if (!request.branch.empty()) {
    if (auto ok = scope.select_branch(repository, store); !ok) return std::move(ok).error();
  } else if (request.reachable_only) {
    std::vector<uint32_t> tips;
    for (const RefTip& ref : scope.refs_) tips.push_back(ref.commit);
    if (scope.head_) tips.push_back(*scope.head_);
    scope.selected_ = scope.ancestors(tips);
    scope.all_ = false;
  }
  return scope;
}

void HistoryScope::read_refs(const git::Repository& repository, const git::ObjectStore& store) {
  git::ObjectReader reader(store);
  git::RefList list = git::list_refs(repository, "refs/");
  problems_ = std::move(list.problems);
  std::vector<uint32_t> remote_tips;
  bool has_remotes = false;
  for (const git::Ref& ref : list.refs) {
    const auto commit = peel(ref.oid, reader);
    const bool is_remote = ref.name.starts_with("refs/remotes/");
    has_remotes = has_remotes || is_remote;
    if (!commit) continue;
    refs_.push_back({ref.name, *commit});
    if (is_remote) remote_tips.push_back(*commit);
  }
  if (has_remotes) pushed_ = ancestors(remote_tips);
  auto head = git::head_commit(repository);
  if (!head) {
    problems_.push_back(std::move(head).error());
  } else if (*head) {
    head_ = peel(**head, reader);
  }
}

Result<void> HistoryScope::select_branch(const git::Repository& repository,
                                         const git::ObjectStore& store) {
  git::ObjectReader reader(store);
  auto shallow = git::read_shallow(repository);
  if (!shallow) return std::move(shallow).error();
  git::RevisionParser parser(repository, store, *shallow, reader);
  auto oid = parser.resolve(request_.branch);
  if (!oid) return std::move(oid).error();
  auto commit = parser.peel_to_commit(*oid);
  if (!commit) return std::move(commit).error();
  const auto number = catalog_.find(*commit);
  const auto place = number ? place_of(*number) : std::nullopt;
  if (!place) return unreadable(request_.branch + ": its commit cannot be read");
  selected_ = ancestors({*place});
  tags_.clear();
  all_ = false;
  return {};
}

// The commit that `oid` is or, being a tag, leads to; nothing for what leads to something else.
std::optional<uint32_t> HistoryScope::peel(git::Oid oid, git::ObjectReader& reader) {
  for (int i = 0; i < kMostTags; ++i) {
    const auto number = catalog_.find(oid);
    if (!number) {
      problems_.push_back(unreadable("missing object " + oid.hex() + ", which a ref names"));
      return std::nullopt;
    }
    if (const auto place = place_of(*number)) return place;
    const auto object = reader.read(oid);
    if (!object || object->type != git::ObjectType::kTag) return std::nullopt;
    tags_.insert(*number);
    const auto tag = git::parse_tag(
        object->bytes, oid.bytes().size() == 20 ? git::HashKind::kSha1 : git::HashKind::kSha256);
    if (!tag) return std::nullopt;
    oid = tag->target;
  }
  return std::nullopt;
}

std::vector<bool> HistoryScope::ancestors(const std::vector<uint32_t>& tips) const {
  std::vector<bool> reached(commits_.records().size(), false);
  for (const uint32_t tip : tips) reached[tip] = true;
  // Parents come before their children, so one pass backwards meets every commit after what leads
  // to it.
  for (size_t i = reached.size(); i-- > 0;) {
    if (!reached[i]) continue;
    for (const uint32_t parent : commits_.parents(commits_.records()[i])) reached[parent] = true;
  }
  return reached;
}

std::optional<uint32_t> HistoryScope::place_of(git::ObjectNumber commit) const {
  if (places_[commit] == kNoPlace) return std::nullopt;
  return places_[commit];
}

bool HistoryScope::is_recent(uint32_t commit) const {
  return !request_.since || commits_.records()[commit].time >= *request_.since;
}

bool HistoryScope::counts_commit(git::ObjectNumber number) const {
  const auto place = place_of(number);
  return place && (all_ || selected_[*place]) && is_recent(*place);
}

}  // namespace aegis
