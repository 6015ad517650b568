#include "scanner/scan/history_groups.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "scanner/git/signature.h"

namespace aegis {

namespace {

constexpr size_t kShown = 5;  // names given of several things
constexpr size_t kShortName = 12;

// One secret of one rule: findings [begin, end), the oldest first.
struct Group {
  size_t begin = 0;
  size_t end = 0;
  Exposure exposure;
  bool in_head = false;
  bool in_any_ref = false;
  bool in_tree = false;  // some blob that trees may hold has it, not messages alone
};

bool is_same(const Finding& a, const Finding& b) {
  return a.rule == b.rule && a.secret == b.secret;
}

bool is_before(const Finding& a, const Finding& b) {
  const auto key = [](const Finding& finding) {
    const uint64_t order =
        finding.introduction ? finding.introduction->order : std::numeric_limits<uint64_t>::max();
    return std::tuple(std::string_view(finding.rule->id), finding.secret.reveal(), order,
                      std::string_view(finding.origin->path), finding.place.offset,
                      std::string_view(finding.origin->blob));
  };
  return key(a) < key(b);
}

std::string name_of_place(const Finding& finding) {
  std::string name = finding.origin->path + ":" + std::to_string(finding.place.line);
  if (finding.introduction) {
    name += " (" + finding.introduction->commit.substr(0, kShortName) + ")";
  }
  return name;
}

class Groups {
 public:
  Groups(std::vector<Finding>& findings, const git::ObjectCatalog& catalog,
         const git::CommitTable& commits, const git::BlobPlaces& places, const HistoryScope& scope)
      : findings_(findings), catalog_(catalog), commits_(commits), places_(places), scope_(scope) {}

  void run() {
    std::sort(findings_.begin(), findings_.end(), is_before);
    for (size_t i = 0; i < findings_.size();) {
      Group group{.begin = i, .end = i, .exposure = {}};
      while (group.end < findings_.size() && is_same(findings_[i], findings_[group.end])) {
        ++group.end;
      }
      i = group.end;
      describe(group);
      groups_.push_back(std::move(group));
    }
    look_at_refs();
    find_ends();
    keep_first();
  }

 private:
  void describe(Group& group) {
    group.exposure.places.count = group.end - group.begin - 1;
    for (size_t i = group.begin; i < group.end; ++i) {
      const Finding& finding = findings_[i];
      auto& some = group.exposure.places.some;
      if (i > group.begin && some.size() < kShown) some.push_back(name_of_place(finding));
      if (finding.introduction && group.exposure.since.empty()) {
        group.exposure.since = finding.introduction->date;
      }
      const auto oid = git::Oid::from_hex(finding.origin->blob, kind_of(finding.origin->blob));
      const auto number = oid ? catalog_.find(*oid) : std::nullopt;
      if (!number) continue;
      if (!scope_.place_of(*number)) group.in_tree = true;
      auto& of_blob = by_blob_[*number];
      const size_t own = groups_.size();
      if (of_blob.empty() || of_blob.back() != own) of_blob.push_back(own);
      note_pushed(group, finding);
    }
  }

  static git::HashKind kind_of(const std::string& hex) {
    return hex.size() == 2 * git::hash_size(git::HashKind::kSha1) ? git::HashKind::kSha1
                                                                  : git::HashKind::kSha256;
  }

  void note_pushed(Group& group, const Finding& finding) {
    if (scope_.pushed().empty()) return;
    const bool known = finding.introduction && finding.introduction->order < scope_.pushed().size();
    const bool pushed = known && scope_.pushed()[finding.introduction->order];
    group.exposure.pushed = group.exposure.pushed.value_or(false) || pushed;
  }

  // The groups that stand somewhere in a commit's tree.
  std::vector<size_t> in_tree_of(uint32_t commit) const {
    std::vector<size_t> found;
    places_.for_each_blob(commits_.records()[commit].tree, [&](git::ObjectNumber blob) {
      const auto of_blob = by_blob_.find(blob);
      if (of_blob == by_blob_.end()) return;
      found.insert(found.end(), of_blob->second.begin(), of_blob->second.end());
    });
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  void look_at_refs() {
    if (groups_.empty()) return;
    std::unordered_map<git::ObjectNumber, std::vector<size_t>> by_tree;
    for (const RefTip& ref : scope_.refs()) {
      const auto [known, is_new] = by_tree.try_emplace(commits_.records()[ref.commit].tree);
      if (is_new) known->second = in_tree_of(ref.commit);
      for (const size_t group : known->second) {
        Several& refs = groups_[group].exposure.refs;
        ++refs.count;
        if (refs.some.size() < kShown) refs.some.push_back(ref.name);
        groups_[group].in_any_ref = true;
      }
    }
    if (!scope_.head()) return;
    for (Group& group : groups_) {
      if (group.in_tree) group.exposure.in_head = false;
    }
    for (const size_t group : in_tree_of(*scope_.head())) {
      groups_[group].exposure.in_head = true;
      groups_[group].in_any_ref = true;
    }
  }

  // The last commit that took a secret away of which no ref holds it any more.
  void find_ends() {
    const auto is_gone = [](const Group& group) { return group.in_tree && !group.in_any_ref; };
    if (std::none_of(groups_.begin(), groups_.end(), is_gone)) return;
    std::unordered_map<git::ObjectNumber, std::vector<size_t>> by_tree;
    const auto gone_in = [&](uint32_t commit) -> const std::vector<size_t>& {
      const auto [known, is_new] = by_tree.try_emplace(commits_.records()[commit].tree);
      if (is_new) {
        known->second = in_tree_of(commit);
        std::erase_if(known->second, [&](size_t group) { return !is_gone(groups_[group]); });
      }
      return known->second;
    };
    std::unordered_map<size_t, uint32_t> last;  // commit that took the group away
    for (uint32_t commit = 0; commit < commits_.records().size(); ++commit) {
      for (const uint32_t parent : commits_.parents(commits_.records()[commit])) {
        const std::vector<size_t> before = gone_in(parent);
        const std::vector<size_t>& after = gone_in(commit);
        for (const size_t group : before) {
          if (!std::binary_search(after.begin(), after.end(), group)) last[group] = commit;
        }
      }
    }
    for (const auto& [group, commit] : last) ends_.emplace(group, commit);
  }

  void keep_first() {
    std::vector<Finding> kept;
    kept.reserve(groups_.size());
    for (size_t i = 0; i < groups_.size(); ++i) {
      Finding& finding = findings_[groups_[i].begin];
      const auto end = ends_.find(i);
      if (end != ends_.end()) groups_[i].exposure.until = date_of(end->second);
      finding.exposure = std::make_shared<const Exposure>(std::move(groups_[i].exposure));
      kept.push_back(std::move(finding));
    }
    findings_ = std::move(kept);
  }

  std::string date_of(uint32_t commit) const {
    git::Signature when;
    when.time = commits_.records()[commit].time;
    return git::iso_date(when);
  }

  std::vector<Finding>& findings_;
  const git::ObjectCatalog& catalog_;
  const git::CommitTable& commits_;
  const git::BlobPlaces& places_;
  const HistoryScope& scope_;
  std::vector<Group> groups_;
  std::unordered_map<git::ObjectNumber, std::vector<size_t>> by_blob_;
  std::unordered_map<size_t, uint32_t> ends_;
};

}  // namespace

void group_history(std::vector<Finding>& findings, const git::ObjectCatalog& catalog,
                   const git::CommitTable& commits, const git::BlobPlaces& places,
                   const HistoryScope& scope) {
  Groups(findings, catalog, commits, places, scope).run();
}

}  // namespace aegis
