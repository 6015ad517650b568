// The known secrets that a command line and a user's configuration ask for.
#pragma once

#include <memory>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/options.h"
#include "scanner/detect/known_book.h"
#include "scanner/known/store.h"
#include "scanner/report/report.h"

namespace aegis {

// What to read: --known or --from, and what the configuration names unless --no-known. An error is
// one of the configuration.
Result<StoreRequest> known_request(const Options& options);

// A book of what a scan is to look for, or null where nothing was asked for. What could not be read
// of it is added to `skipped`.
Result<std::shared_ptr<const KnownBook>> set_up_known(const Options& options,
                                                      std::vector<Skipped>& skipped);

}  // namespace aegis
