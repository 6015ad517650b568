// What the commits say that brought leaks.
#pragma once

#include <vector>

#include "scanner/git/object_store.h"
#include "scanner/gitleaks/document_leaks.h"
#include "scanner/gitleaks/leak.h"

namespace aegis::gitleaks {

// Sets the message of each leak that is in a commit, secrets cut out by `worker`; that of a commit
// that cannot be read stays empty.
void add_messages(const git::ObjectStore& store, DocumentLeaks& worker, std::vector<Leak>& leaks);

}  // namespace aegis::gitleaks
