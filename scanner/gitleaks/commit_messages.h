// What the commits say that brought leaks.
#pragma once

#include <vector>

#include "scanner/git/object_store.h"
#include "scanner/gitleaks/leak.h"
#include "scanner/gitleaks/matcher.h"

namespace aegis::gitleaks {

// Sets the message of each leak that is in a commit, secrets cut out; that of a commit that cannot
// be read stays empty.
void add_messages(const git::ObjectStore& store, const Matcher& matcher, std::vector<Leak>& leaks);

}  // namespace aegis::gitleaks
