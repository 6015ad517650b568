#include "scanner/git/moves.h"

#include <algorithm>
#include <vector>

#include "scanner/git/deletions.h"

namespace aegis::git {

void match_moves(Comparison& comparison, const IgnoreRules& ignored, HashKind kind,
                 ObjectReader& reader) {
  const auto is_added = [](const NewBlob& blob) { return blob.earlier.empty(); };
  std::vector<NewBlob>& blobs = comparison.new_blobs;
  if (std::none_of(blobs.begin(), blobs.end(), is_added)) return;
  const Deletions deletions(comparison, ignored, kind, reader);
  std::erase_if(blobs,
                [&](const NewBlob& blob) { return is_added(blob) && deletions.has(blob.oid); });
  for (NewBlob& blob : blobs) {
    if (is_added(blob)) blob.earlier = deletions.of_same_name(blob.path);
  }
}

}  // namespace aegis::git
