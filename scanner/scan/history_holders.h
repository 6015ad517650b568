// Which refs hold a secret, and when it was last taken away.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/git/leading_trees.h"
#include "scanner/scan/history_scope.h"

namespace aegis {

// A secret, as the blobs that have it, and what was found out about it.
struct Held {
  std::vector<git::ObjectNumber> blobs;  // some may stand in no tree
  Several refs;
  bool in_head = false;
  std::optional<uint32_t>
      end;  // the last commit that took it away, if no ref and not HEAD holds it
};

// Fills in what is not `blobs`. REQUIRES: `commits` is sorted.
void find_holders(std::vector<Held>& secrets, const git::LeadingTrees& trees,
                  const git::CommitTable& commits, const HistoryScope& scope);

}  // namespace aegis
