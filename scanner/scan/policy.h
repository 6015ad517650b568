// What a repository says of its own scan: which findings it does not want to hear of, and which
// rules it adds.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "scanner/base/result.h"
#include "scanner/git/object_store.h"
#include "scanner/git/oid.h"
#include "scanner/scan/baseline.h"
#include "scanner/scan/config.h"
#include "scanner/scan/ignore_file.h"

namespace aegis {

struct PolicyRequest {
  int64_t now = 0;       // seconds since 1970
  std::string baseline;  // the file that the user names; empty: the usual one, where it is
};

struct Policy {
  std::shared_ptr<const IgnoreFile> ignore = std::make_shared<IgnoreFile>();
  std::shared_ptr<const Baseline> baseline;  // null where there is none
  Config config;
  bool is_there = false;  // at least one of the files
};

// Of `.aegisignore`, `.aegisbaseline` and `.aegis.json` in a folder. One that cannot be read is an
// error, and so is a baseline that the user names and that is not there.
Result<Policy> policy_of_folder(const std::string& folder, const PolicyRequest& request);

// The same of a commit's top folder, with the rule files that it has then. A baseline that the user
// names below `top`, the top of the work tree, is taken from the commit as well, where it may be
// missing; another one from the disk. Errors name the commit.
Result<Policy> policy_of_commit(const git::ObjectStore& store, const git::Oid& commit,
                                const std::string& top, const PolicyRequest& request);

}  // namespace aegis
