// Files that a change moves.
#pragma once

#include "scanner/base/glob.h"
#include "scanner/git/comparison.h"
#include "scanner/git/object_store.h"
#include "scanner/git/oid.h"
#include "scanner/source/source.h"

namespace aegis::git {

// Drops from `comparison` the new blobs that were only moved, and gives those that were moved and
// changed the versions that they were made from.
//
// - Only moved: no parent has the path, and a path that the same change deletes from the first
//   parent has the very same blob. Decided without reading blobs.
// - Any other path that no parent has gets as earlier versions the blobs of up to four deleted
//   paths of the same file name, those with the most alike folders first. A copy gets none: git
//   records none, and to look for one would mean to read all of the parent.
//
// What is moved to a path that `sink` watches from one that it does not stays, as a new file of
// which every line is old. One that was moved in another way is no new file.
//
// A path that `ignored` ignores was never scanned: what comes from there was not moved but added.
void match_moves(Comparison& comparison, const IgnoreRules& ignored, const DocumentSink& sink,
                 HashKind kind, ObjectReader& reader);

}  // namespace aegis::git
