// Which commits and tags a history scan is about.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/commit_table.h"
#include "scanner/git/object_store.h"
#include "scanner/git/ref_list.h"
#include "scanner/scan/history.h"

namespace aegis {

// A ref and the commit that it leads to.
struct RefTip {
  std::string name;
  uint32_t commit = 0;  // place in the table
};

class HistoryScope {
 public:
  // REQUIRES: `commits` is sorted, and outlives the scope.
  static Result<HistoryScope> make(const git::Repository& repository, const git::ObjectStore& store,
                                   const git::ObjectCatalog& catalog,
                                   const git::CommitTable& commits, const HistoryRequest& request);

  // By place in the table; null: all commits, and what no commit holds.
  const std::vector<bool>* commits() const { return all_ ? nullptr : &selected_; }
  // Trees that tips lead to without a commit.
  const std::vector<git::ObjectNumber>& trees() const { return trees_; }
  // Whether what a commit brought counts. Of a commit without a sound date it does.
  bool is_recent(uint32_t commit) const;
  bool counts_commit(git::ObjectNumber number) const;
  bool counts_tag(git::ObjectNumber number) const { return all_ || tags_.contains(number); }
  // Whether what no commit has, but a tree of those above, counts.
  bool counts_undated() const { return !request_.since; }
  // Whether a blob counts that stands at no path.
  bool counts_unplaced(git::ObjectNumber blob) const {
    return !request_.since && (all_ || blobs_.contains(blob));
  }

  std::optional<uint32_t> place_of(git::ObjectNumber commit) const;

  const std::vector<RefTip>& refs() const { return refs_; }  // all of the repository
  const std::optional<uint32_t>& head() const { return head_; }
  // By place: whether a remote's ref leads to it. Empty: there is no remote's ref.
  const std::vector<bool>& pushed() const { return pushed_; }

  // Refs that cannot be understood or lead to nothing that is here.
  const std::vector<Error>& problems() const { return problems_; }

 private:
  static constexpr uint32_t kNoPlace = UINT32_MAX;

  // What a ref leads to, and the tags on the way there.
  struct Tip {
    std::optional<uint32_t> commit;  // place in the table
    std::optional<git::ObjectNumber> tree;
    std::optional<git::ObjectNumber> blob;
    std::vector<git::ObjectNumber> tags;
  };

  HistoryScope(const git::ObjectCatalog& catalog, const git::CommitTable& commits,
               const HistoryRequest& request)
      : catalog_(catalog), commits_(commits), request_(request) {}

  std::vector<Tip> read_refs(const git::Repository& repository, const git::ObjectStore& store);
  Result<void> select_branch(const git::Repository& repository, const git::ObjectStore& store);
  void select(const std::vector<Tip>& tips);
  Tip peel(const std::string& name, git::Oid oid, git::ObjectReader& reader);
  std::vector<bool> ancestors(const std::vector<uint32_t>& tips) const;

  const git::ObjectCatalog& catalog_;
  const git::CommitTable& commits_;
  HistoryRequest request_;
  bool all_ = true;
  std::vector<uint32_t> places_;  // by object number; kNoPlace: it is no commit
  std::vector<bool> selected_;
  std::vector<git::ObjectNumber> trees_;
  std::unordered_set<git::ObjectNumber> blobs_;  // that tips lead to without a tree
  std::unordered_set<git::ObjectNumber> tags_;   // that tips lead through
  std::vector<RefTip> refs_;
  std::optional<uint32_t> head_;
  std::vector<bool> pushed_;
  std::vector<Error> problems_;
};

}  // namespace aegis
