#include "scanner/scan/history_groups.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "scanner/git/signature.h"
#include "scanner/scan/history_holders.h"

namespace aegis {

namespace {

constexpr size_t kShown = 5;  // names given of several things
constexpr size_t kShortName = 12;

// One secret of one rule, or one file that goes by its name: findings [begin, end), the oldest
// first.
struct Group {
  size_t begin = 0;
  size_t end = 0;
  Exposure exposure;
  bool in_tree = false;  // some blob that trees may hold has it, not messages alone
};

// What is empty for all files alike is told apart by their paths.
std::string_view path_of_file(const Finding& finding) {
  return is_of_file(finding) ? std::string_view(finding.origin->path) : std::string_view();
}

bool is_same(const Finding& a, const Finding& b) {
  return a.rule == b.rule && a.secret == b.secret && path_of_file(a) == path_of_file(b);
}

bool is_before(const Finding& a, const Finding& b) {
  const auto key = [](const Finding& finding) {
    const uint64_t order =
        finding.introduction ? finding.introduction->order : std::numeric_limits<uint64_t>::max();
    return std::tuple(std::string_view(finding.rule->id), finding.secret.reveal(),
                      path_of_file(finding), order, std::string_view(finding.origin->path),
                      finding.place.offset, std::string_view(finding.origin->blob));
  };
  return key(a) < key(b);
}

// REQUIRES: `a` stands before `b` in that order.
bool is_same_place(const Finding& a, const Finding& b) {
  return !is_before(a, b);
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
         const git::CommitTable& commits, const git::LeadingTrees& trees, const HistoryScope& scope,
         Worker& names)
      : findings_(findings),
        catalog_(catalog),
        commits_(commits),
        trees_(trees),
        scope_(scope),
        names_(names) {}

  void run() {
    std::sort(findings_.begin(), findings_.end(), is_before);
    // Copies of an object that are not the same may both hold it at the same place.
    findings_.erase(std::unique(findings_.begin(), findings_.end(), is_same_place),
                    findings_.end());
    for (size_t i = 0; i < findings_.size();) {
      Group group{.begin = i, .end = i, .exposure = {}};
      while (group.end < findings_.size() && is_same(findings_[i], findings_[group.end])) {
        ++group.end;
      }
      i = group.end;
      held_.emplace_back();
      describe(group);
      groups_.push_back(std::move(group));
    }
    find_holders(held_, trees_, commits_, scope_);
    keep_first();
  }

 private:
  void describe(Group& group) {
    // Versions of a file are no other places.
    const bool is_file = is_of_file(findings_[group.begin]);
    if (!is_file) group.exposure.places.count = group.end - group.begin - 1;
    for (size_t i = group.begin; i < group.end; ++i) {
      const Finding& finding = findings_[i];
      auto& some = group.exposure.places.some;
      if (!is_file && i > group.begin && some.size() < kShown) {
        some.push_back(name_of_place(finding));
      }
      if (finding.introduction && group.exposure.since.empty()) {
        group.exposure.since = finding.introduction->date;
      }
      const auto oid = git::Oid::from_hex(finding.origin->blob, kind_of(finding.origin->blob));
      const auto number = oid ? catalog_.find(*oid) : std::nullopt;
      if (!number) continue;
      if (!scope_.place_of(*number)) group.in_tree = true;
      held_.back().blobs.push_back(*number);
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

  void keep_first() {
    std::vector<Finding> kept;
    kept.reserve(groups_.size());
    for (size_t i = 0; i < groups_.size(); ++i) {
      Finding& finding = findings_[groups_[i].begin];
      Exposure& exposure = groups_[i].exposure;
      exposure.refs = std::move(held_[i].refs);
      for (std::string& name : exposure.refs.some) name = names_.printable(name);
      if (scope_.head() && (groups_[i].in_tree || held_[i].in_head)) {
        exposure.in_head = held_[i].in_head;
      }
      if (groups_[i].in_tree && held_[i].end) exposure.until = date_of(*held_[i].end);
      finding.exposure = std::make_shared<const Exposure>(std::move(exposure));
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
  const git::LeadingTrees& trees_;
  const HistoryScope& scope_;
  Worker& names_;
  std::vector<Group> groups_;
  std::vector<Held> held_;  // by group
};

}  // namespace

void group_history(std::vector<Finding>& findings, const git::ObjectCatalog& catalog,
                   const git::CommitTable& commits, const git::LeadingTrees& trees,
                   const HistoryScope& scope, Worker& names) {
  Groups(findings, catalog, commits, trees, scope, names).run();
}

}  // namespace aegis
