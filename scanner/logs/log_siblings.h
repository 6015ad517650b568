// Files in which a log may go on that is no longer where it was.
#pragma once

#include <vector>

#include "scanner/logs/log_list.h"
#include "scanner/logs/log_state.h"

namespace aegis {

// Those in the log's folder that are the same file under another name, then those that have its
// name with what a rotation adds. Content decides which one it is.
std::vector<LogFile> siblings_of(const LogPosition& position);

}  // namespace aegis
