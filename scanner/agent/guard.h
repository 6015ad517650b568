// Judges what an agent is about to do, has got, or was told.
#pragma once

#include <string>

#include "scanner/agent/hook_input.h"
#include "scanner/agent/protected_paths.h"
#include "scanner/agent/secret_scan.h"
#include "scanner/agent/verdict.h"

namespace aegis::agent {

// Not to be shared between threads. REQUIRES: `paths` and `secrets` outlive it.
class Guard {
 public:
  Guard(const ProtectedPaths& paths, SecretScan& secrets) : paths_(paths), secrets_(secrets) {}

  // An error where something could not be scanned. No reason holds a secret.
  Result<Verdict> judge(const HookInput& input);

 private:
  Result<Verdict> judge_call(const HookInput& input);
  Result<Verdict> judge_output(const HookInput& input);
  Result<Verdict> judge_prompt(const HookInput& input);
  Result<std::string> secret_in(const HookInput& input);
  Result<Verdict> blocked(std::string why, std::string remedy);

  const ProtectedPaths& paths_;
  SecretScan& secrets_;
};

}  // namespace aegis::agent
