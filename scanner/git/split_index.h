// A split index: a large shared file, and a small one that says what has changed since.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/byte_cursor.h"
#include "scanner/git/index_file.h"
#include "scanner/git/oid.h"

namespace aegis::git {

// The beginning of the extension "link": which shared file, "sharedindex.<hex>", there is. A null
// name means none. Nothing if it is cut short.
std::optional<Oid> take_shared_name(ByteCursor& link, HashKind kind);

// The entries of both files as one index: `link` is the rest of the extension. An error if it does
// not fit the entries. The result is not sorted.
Result<std::vector<IndexEntry>> merge_split(std::vector<IndexEntry> shared,
                                            const std::vector<IndexEntry>& own, ByteCursor link);

}  // namespace aegis::git
