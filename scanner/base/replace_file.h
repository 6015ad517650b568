// A file's contents, exchanged whole.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "scanner/base/result.h"

namespace aegis {

// Puts `text` at `path`, with the rights `mode`: it is written beside it and renamed, so that
// nobody ever sees a half of it, and it is on the disk when this returns. When that fails,
// everything is as it was. A link at `path` is replaced, not followed. An error names the path; it
// is of kind `kind`, but that of write_all when the bytes cannot be written.
Result<void> replace_file(const std::string& path, std::string_view text, mode_t mode,
                          ErrorKind kind);

}  // namespace aegis
