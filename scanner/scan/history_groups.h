// Equal findings of a history as one, with where else the secret stands.
#pragma once

#include <vector>

#include "scanner/finding/finding.h"
#include "scanner/git/leading_trees.h"
#include "scanner/scan/history_scope.h"
#include "scanner/scan/worker.h"

namespace aegis {

// Leaves of the findings of one rule and one secret the oldest: of the earliest commit, and there
// of the first path. It says how many other places hold the secret, whether HEAD and which refs do,
// whether it was pushed, and how long it was exposed. `names` makes the names of refs fit to be
// told.
void group_history(std::vector<Finding>& findings, const git::ObjectCatalog& catalog,
                   const git::CommitTable& commits, const git::LeadingTrees& trees,
                   const HistoryScope& scope, Worker& names);

}  // namespace aegis
