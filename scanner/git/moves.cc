#include "scanner/git/moves.h"

#include <algorithm>
#include <vector>

#include "scanner/git/deletions.h"

namespace aegis::git {

void match_moves(Comparison& comparison, const IgnoreRules& ignored, const DocumentSink& sink,
                 HashKind kind, ObjectReader& reader) {
  const auto is_added = [](const NewBlob& blob) { return blob.earlier.empty(); };
  std::vector<NewBlob>& blobs = comparison.new_blobs;
  if (std::none_of(blobs.begin(), blobs.end(), is_added)) return;
  const Deletions deletions(comparison, ignored, kind, reader);
  const auto is_only_moved = [&](const NewBlob& blob) {
    return is_added(blob) && deletions.has(blob.oid);
  };
  const auto gets_name = [&](const NewBlob& blob) {
    return sink.watches(blob.path) && !deletions.has_watched(blob.oid, sink);
  };
  for (NewBlob& blob : blobs) {
    if (is_only_moved(blob) && gets_name(blob)) blob.earlier = {blob.oid};
  }
  std::erase_if(blobs, is_only_moved);
  for (NewBlob& blob : blobs) {
    if (!is_added(blob)) continue;
    blob.earlier = deletions.of_same_name(blob.path);
    blob.is_new_file = blob.earlier.empty();
  }
}

}  // namespace aegis::git
