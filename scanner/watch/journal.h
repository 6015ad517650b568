// The journal of incidents: a Markdown file that people go on writing in.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "scanner/base/result.h"
#include "scanner/incident/incident.h"

namespace aegis {

// Appends an entry for each of `incidents`, on the disk when this returns; the file is made, for
// its owner alone, if there is none. One that has its entry already, because a run was killed
// between writing it and remembering that, gets no other. What is in the file is left as it is.
// Errors name the file.
Result<void> append_to_journal(const std::string& path, std::span<const Incident> incidents,
                               int64_t now);

}  // namespace aegis
