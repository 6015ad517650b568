// What a repository says of its own scan: which exceptions it makes, and which rules it adds.
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/git/object_store.h"
#include "scanner/git/oid.h"
#include "scanner/scan/config.h"
#include "scanner/scan/ignore_file.h"

namespace aegis {

struct Policy {
  IgnoreFile ignore;
  Config config;
  bool is_there = false;  // at least one of the two files
};

// Of `.aegisignore` and `.aegis.json` in a folder. One that cannot be read is an error.
Result<Policy> policy_of_folder(const std::string& folder);

// The same of a commit's top folder, with the rule files that it has then. Errors name the commit.
Result<Policy> policy_of_commit(const git::ObjectStore& store, const git::Oid& commit);

}  // namespace aegis
