// Blobs that are too large to be held, for those who ask for one by its name.
#pragma once

#include <cstdint>
#include <optional>

#include "scanner/git/object_store.h"
#include "scanner/git/oid.h"
#include "scanner/source/chunker.h"

namespace aegis::git {

struct LargeBlob {
  uint64_t size = 0;  // as declared
  ByteReader read;    // to be asked until the end; errors name the object and where it lies
};

// Nothing if there is no blob of that name, loose or in a pack of `store`, that is stored whole and
// has more than kStreamAbove bytes: ObjectReader is for the others, and for what is damaged. The
// store must outlive the blob.
std::optional<LargeBlob> find_large_blob(const ObjectStore& store, const Oid& oid);

}  // namespace aegis::git
