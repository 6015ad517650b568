// A loose object: one file, compressed, that begins with its type and size.
#pragma once

#include <optional>
#include <string>

#include "scanner/base/result.h"
#include "scanner/git/inflate.h"
#include "scanner/git/object.h"
#include "scanner/git/oid.h"

namespace aegis::git {

// The object `oid` below `objects`, or nothing if there is no such file. The file must be a regular
// one and hold the object, of at most `limit` bytes, and not one byte else. Errors are of kind
// kUnreadable and name the file.
Result<std::optional<Object>> read_loose(const std::string& objects, const Oid& oid, uint64_t limit,
                                         Inflater& inflater);

}  // namespace aegis::git
