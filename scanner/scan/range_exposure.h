// What a range's findings say besides the commit that brought them.
#pragma once

#include <vector>

#include "scanner/finding/finding.h"
#include "scanner/git/object_store.h"
#include "scanner/git/repository.h"

namespace aegis {

// Says of each finding that a commit introduced
// - whether the file of that path in HEAD still has its lines; nothing of messages, and nothing in
//   a bare repository, whose HEAD nobody works on;
// - whether the ref of a remote leads to the commit; nothing where there is no such ref.
// What cannot be read is not said. REQUIRES: `store` is that of `repository`.
void note_exposure(std::vector<Finding>& findings, const git::Repository& repository,
                   const git::ObjectStore& store);

}  // namespace aegis
