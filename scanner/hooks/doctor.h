// Proves that the hooks of a repository stop a credential.
//
// In a clone that is thrown away, with the hooks as they are configured here: a file with a planted
// credential is committed, one without, and what else runs aegis is tried as well. Nothing is
// written in the repository itself.
#pragma once

#include <string>

#include "scanner/base/result.h"

namespace aegis {

struct Diagnosis {
  bool healthy = true;
  std::string text;  // a line for each thing that was tried, and below it why it failed
};

// Here, in the work tree around the working folder. `canary` is a line with what the rules report.
Result<Diagnosis> examine_hooks(const std::string& canary);

// The hooks for all repositories of a user, in a new repository that has hooks of its own: these
// must run as well. It is thrown away.
Result<Diagnosis> examine_global_hooks(const std::string& canary);

}  // namespace aegis
