// Everything that a repository has ever held, scanned.
//
// Three passes over the object store, each object inflated once in each pass that it has to do
// with:
//   1. blobs, commits and tags: which could hold a finding, whatever path they stand at (a sieve
//      that is certain when it says no; history_sieve.h);
//   2. trees: where those blobs stand, and since which commit (git/blob_places.h);
//   3. those blobs, commits and tags alone: each scanned whole, at each of its paths, by the
//      ordinary detector. So the findings are those of scanning every object whole.
// Of an object that is stored several times all copies are looked at, for they need not be the
// same; of a commit and of a tree the first copy says what it leads to. Findings of one rule and
// one secret are reported as one, at the oldest place.
//
// Of a shard (shard.h), which is told by the names of objects, the first pass is over its objects
// alone. What is found in them is then looked for in all others, as plain bytes; so a shard knows
// every place of what it has found, and reports it if the oldest is its own: each finding is in one
// shard, as it is in the whole run. That needs every commit and every tree to be read in each
// shard, and nearly every object to be inflated, for they are stored one upon the other; all of
// them once more where something was found. What cannot be read is listed
// by the shard that holds it, and perhaps by others; `scanned` and `bytes` are of its objects.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scanner/base/result.h"
#include "scanner/detect/engine.h"
#include "scanner/git/repository.h"
#include "scanner/scan/run.h"
#include "scanner/scan/suppression.h"

namespace aegis {

struct HistoryRequest {
  // Only what refs and HEAD lead to: not reflogs, not what hangs in the air.
  bool reachable_only = false;
  std::string branch;            // only what this revision leads to; empty: no limit
  std::optional<int64_t> since;  // only what came in by commits of that second since 1970 or later
  std::string state;             // a file that remembers what was scanned; empty: none
};

// With a state only what is new since the last run is looked at, by rules that were added the rest
// as well, and for known secrets everything; the report is the same.
//
// An error: the repository or its object store cannot be read at all, there is no such branch, or
// the state may not be used. All that is missing or damaged in it is in the report.
Result<RunResult> run_history(const git::Repository& repository, const HistoryRequest& request,
                              const Engine& engine, const Suppressions& suppressions,
                              const RunOptions& options);

}  // namespace aegis
