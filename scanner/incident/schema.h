// The tables of the store, and how a store of an older version becomes one of this.
//
//   incident   a finding and what has become of it
//   event      what happened to an incident, and when
//   alert      what a sink is still to be told of
//   run        one run of the watch
//   coverage   how much of each source a run has seen
//
// Moments are seconds since 1970. Texts are as a report shows them: no secret is in any of them,
// and they are safe for a terminal.
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/incident/database.h"

namespace aegis {

// Opens the store at `path`, made if there is none, and brings it to this version, all or nothing.
// An error as well: a newer program has written it.
Result<Database> open_store(const std::string& path);

}  // namespace aegis
