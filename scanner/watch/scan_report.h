// What a scan's JSON report says, as sightings.
#pragma once

#include <string_view>

#include "scanner/base/result.h"
#include "scanner/watch/source_scan.h"

namespace aegis {

// Adds to `scan` the findings of `report`, which source is its, and what was not scanned. An error:
// it is no report of this program.
Result<void> read_scan_report(const WatchedSource& source, std::string_view report,
                              SourceScan& scan);

}  // namespace aegis
