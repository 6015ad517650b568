#include "scanner/scan/history_scope.h"

#include <utility>

#include "scanner/git/refs.h"
#include "scanner/git/revision.h"
#include "scanner/git/shallow.h"
#include "scanner/git/tag.h"

namespace aegis {

namespace {

constexpr size_t kMostTags = 100;  // that lead to one another

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
  const std::vector<Tip> tips = scope.read_refs(repository, store);
  if (!request.branch.empty()) {
    if (auto ok = scope.select_branch(repository, store); !ok) return std::move(ok).error();
  } else if (request.reachable_only) {
    scope.select(tips);
  }
  return scope;
}

// Of all refs, and of HEAD.
std::vector<HistoryScope::Tip> HistoryScope::read_refs(const git::Repository& repository,
                                                       const git::ObjectStore& store) {
  git::ObjectReader reader(store);
  git::RefList list = git::list_refs(repository, "refs/");
  problems_ = std::move(list.problems);
  std::vector<Tip> tips;
  std::vector<uint32_t> remote_tips;
  bool has_remotes = false;
  for (const git::Ref& ref : list.refs) {
    tips.push_back(peel(ref.name, ref.oid, reader));
    const auto commit = tips.back().commit;
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
    tips.push_back(peel("HEAD", **head, reader));
    head_ = tips.back().commit;
  }
  return tips;
}

Result<void> HistoryScope::select_branch(const git::Repository& repository,
                                         const git::ObjectStore& store) {
  git::ObjectReader reader(store);
  auto shallow = git::read_shallow(repository);
  if (!shallow) return std::move(shallow).error();
  git::RevisionParser parser(repository, store, *shallow, reader);
  auto oid = parser.resolve(request_.branch);
  if (!oid) return std::move(oid).error();
  const Tip tip = peel(request_.branch, *oid, reader);
  if (!tip.commit) return unreadable(request_.branch + ": leads to no commit that can be read");
  select({tip});
  return {};
}

void HistoryScope::select(const std::vector<Tip>& tips) {
  std::vector<uint32_t> commits;
  for (const Tip& tip : tips) {
    if (tip.commit) commits.push_back(*tip.commit);
    if (tip.tree) trees_.push_back(*tip.tree);
    if (tip.blob) blobs_.insert(*tip.blob);
    tags_.insert(tip.tags.begin(), tip.tags.end());
  }
  selected_ = ancestors(commits);
  all_ = false;
}

// Says if it leads nowhere.
HistoryScope::Tip HistoryScope::peel(const std::string& name, git::Oid oid,
                                     git::ObjectReader& reader) {
  Tip tip;
  const auto fail = [&](const std::string& why) {
    problems_.push_back(unreadable(name + ": " + why));
    return tip;
  };
  while (tip.tags.size() < kMostTags) {
    const auto number = catalog_.find(oid);
    if (!number) return fail("leads to " + oid.hex() + ", which is missing");
    tip.commit = place_of(*number);
    if (tip.commit) return tip;
    const auto object = reader.read(oid);
    if (!object) return fail(object.error().message());
    if (object->type == git::ObjectType::kTree) tip.tree = *number;
    if (object->type == git::ObjectType::kBlob) tip.blob = *number;
    if (tip.tree || tip.blob) return tip;
    if (object->type == git::ObjectType::kCommit) return fail("leads to a malformed commit");
    tip.tags.push_back(*number);
    const auto tag = git::parse_tag(object->bytes, reader.hash_kind());
    if (!tag) return fail(tag.error().message());
    oid = tag->target;
  }
  return fail("leads through too many tags");
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
  const auto& time = commits_.records()[commit].time;
  return !request_.since || !time || *time >= *request_.since;
}

bool HistoryScope::counts_commit(git::ObjectNumber number) const {
  const auto place = place_of(number);
  if (!place) return all_;  // a malformed one, of which nobody knows when it came
  return (all_ || selected_[*place]) && is_recent(*place);
}

}  // namespace aegis
