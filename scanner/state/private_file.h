// Files that only their owner may read or write.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "scanner/base/fd.h"
#include "scanner/base/result.h"

namespace aegis {

// Opens a regular file of the user's own that nobody else may read or write; with O_CREAT in
// `flags` it is made if there is none. An error names the path and the remedy.
Result<Fd> open_private(const std::string& path, int flags);

// Opens PATH.lock, made if there is none, and takes a lock on it, which is held as long as it is
// open. An error as well: another process holds it.
Result<Fd> lock_private(const std::string& path);

// Puts a private file of `parts`, one after another, at `path`: it is there whole, and on the disk,
// when this returns, or everything is as it was. REQUIRES: the caller holds the lock.
Result<void> replace_private(const std::string& path,
                             std::initializer_list<std::string_view> parts);

}  // namespace aegis
