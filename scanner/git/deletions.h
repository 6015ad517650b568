// The files that a change takes away, as what new files may have been made from.
#pragma once

#include <string_view>
#include <unordered_set>
#include <vector>

#include "scanner/base/glob.h"
#include "scanner/git/comparison.h"
#include "scanner/source/source.h"

namespace aegis::git {

class Deletions {
 public:
  // All that `comparison` says is gone, deleted folders looked into. A folder that cannot be read,
  // and what lies beyond a million files, is as if it had not been deleted: then more is taken for
  // new. What `ignored` ignores was never scanned: for those who ask here it was never there.
  Deletions(const Comparison& comparison, const IgnoreRules& ignored, HashKind kind,
            ObjectReader& reader);

  // Whether a file with this very blob is gone.
  bool has(const Oid& oid) const { return oids_.contains(oid); }
  // Whether one is gone from a path that `sink` watches.
  bool has_watched(const Oid& oid, const DocumentSink& sink) const;

  // Blobs of up to four deleted files with the file name of `path`, those first whose folders are
  // most like its own, from the file name upwards.
  std::vector<Oid> of_same_name(std::string_view path) const;

 private:
  void add_folders(std::vector<PathOid> folders, HashKind kind, ObjectReader& reader);

  std::vector<PathOid> files_;  // sorted by file name
  std::unordered_set<Oid, OidHash> oids_;
};

}  // namespace aegis::git
