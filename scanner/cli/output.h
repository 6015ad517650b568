// Where the program's words go.
#pragma once

#include <string>
#include <string_view>

#include "scanner/base/fd.h"
#include "scanner/base/result.h"

namespace aegis {

// `text` as the whole contents of `path`: written beside it and renamed, so that the file is never
// half a report. The file can be read by its owner only.
Result<void> write_file_whole(const std::string& path, std::string_view text);

// To standard error, with "aegis: " before it, control characters escaped.
void complain(std::string_view message);

}  // namespace aegis
