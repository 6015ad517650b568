// What a history scan could not look at, each thing once.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scanner/git/commit_table.h"
#include "scanner/git/object_store.h"
#include "scanner/git/object_walk.h"
#include "scanner/report/report.h"

namespace aegis {

// REQUIRES: what it is made from outlives it.
class HistoryGaps {
 public:
  HistoryGaps(const git::Repository& repository, const git::ObjectStore& store,
              const git::ObjectCatalog& catalog)
      : repository_(repository), store_(store), catalog_(catalog) {}

  void add(std::string what, std::string why);
  // One that fails in each pass is listed once.
  void add_object(const git::Oid& oid, const std::string& why) { failed_.emplace(oid, why); }
  void add_malformed_tree(git::ObjectNumber tree);
  void add_failures(const git::WalkResult& walked);
  void add_missing(const std::vector<git::Oid>& missing);

  // Adds what the store, the catalog and the commits tell, and puts all into the report. Afterwards
  // there is nothing in here.
  void move_into(RunReport& report, const git::CommitTable& commits);

 private:
  void add_commits(const git::CommitTable& commits);
  void list_missing(RunReport& report);

  const git::Repository& repository_;
  const git::ObjectStore& store_;
  const git::ObjectCatalog& catalog_;
  std::set<std::pair<std::string, std::string>> skipped_;  // what, and why
  std::map<git::Oid, std::string> failed_;
  std::vector<git::Oid> missing_;
};

}  // namespace aegis
