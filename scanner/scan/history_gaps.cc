#include "scanner/scan/history_gaps.h"

#include <algorithm>
#include <utility>

#include "scanner/git/shallow.h"

namespace aegis {

namespace {

constexpr size_t kMostMissing = 1000;  // listed by name

}  // namespace

void HistoryGaps::add(std::string what, std::string why) {
  skipped_.emplace(std::move(what), std::move(why));
}

void HistoryGaps::add_malformed_tree(git::ObjectNumber tree) {
  add_object(catalog_.oid(tree), "tree is malformed");
}

void HistoryGaps::add_failures(const git::WalkResult& walked) {
  for (const git::WalkFailure& failure : walked.failures) {
    add_object(failure.oid, failure.error.message());
  }
}

void HistoryGaps::add_missing(const std::vector<git::Oid>& missing) {
  missing_.insert(missing_.end(), missing.begin(), missing.end());
}

void HistoryGaps::move_into(RunReport& report, const git::CommitTable& commits) {
  for (const Error& problem : store_.problems()) add("objects", problem.message());
  for (const Error& problem : catalog_.problems()) add("objects", problem.message());
  for (const auto& pack : store_.packs()) {
    if (!pack->is_cut_short()) continue;
    add("objects", pack->stem() + ".pack: it, or its index, was cut short while it was read");
  }
  for (const git::Oid& oid : store_.lost()) {
    if (!catalog_.find(oid)) add_object(oid, "its pack does not hold it as its index says");
  }
  add_commits(commits);
  for (const auto& [oid, why] : failed_) add("object " + oid.hex(), why);
  list_missing(report);
  for (const auto& [what, why] : skipped_) report.skipped.push_back({what, why});
  skipped_.clear();
  failed_.clear();
}

void HistoryGaps::add_commits(const git::CommitTable& commits) {
  for (const git::ObjectNumber number : commits.malformed()) {
    add_object(catalog_.oid(number), "commit is malformed: it does not begin with a tree");
  }
  const auto shallow = git::read_shallow(repository_);
  if (!shallow) add("history", shallow.error().message());
  size_t cuts = 0;
  for (const auto& missing : commits.missing()) {
    if (!missing.is_tree && shallow && shallow->contains(catalog_.oid(missing.child))) {
      ++cuts;
    } else {
      missing_.push_back(missing.oid);
    }
  }
  if (cuts > 0) {
    add("history", "is a shallow clone, cut at " + std::to_string(cuts) +
                       " parents that are not here; `git fetch --unshallow` gets them");
  }
}

void HistoryGaps::list_missing(RunReport& report) {
  std::sort(missing_.begin(), missing_.end());
  missing_.erase(std::unique(missing_.begin(), missing_.end()), missing_.end());
  if (missing_.empty()) return;
  report.notes.push_back(
      store_.is_partial_clone()
          ? "objects are missing because this is a partial clone: `git fetch --refetch"
            " --no-filter` gets them all, `git cat-file -e ID` one of them"
          : "objects are missing: `git fsck` says what needs them, and a fetch from a whole clone"
            " gets them");
  for (size_t i = 0; i < missing_.size() && i < kMostMissing; ++i) {
    add("object " + missing_[i].hex(), "is missing");
  }
  if (missing_.size() > kMostMissing) {
    add("objects", std::to_string(missing_.size() - kMostMissing) + " more are missing");
  }
  missing_.clear();
}

}  // namespace aegis
