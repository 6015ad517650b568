// A report that is added to a file, and stands there once whatever ends the run.
//
// Before it is added, the state says where and what; so a later run can tell whether it was, and
// takes a part of it off again.
#pragma once

#include <string>
#include <string_view>

#include "scanner/logs/log_state.h"

namespace aegis {

// What adding `text` to the file at `path`, which is made where there is none, readable by its
// owner only, will be. An error: it is no regular file, or cannot be opened.
Result<Appending> plan_appending(const std::string& path, const Key& key, std::string_view text);

// Does what was planned. On the disk when this returns. An error as well: the file is another one
// by now, or was written to by somebody else.
Result<void> append_report(const std::string& path, const Appending& plan, std::string_view text);

// Whether a report that an earlier run planned stands in the file. If a part of it does, that part
// is taken off.
bool was_appended(const std::string& path, const Key& key, const Appending& plan);

}  // namespace aegis
