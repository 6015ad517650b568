// Says of a shell script why it must not be run.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scanner/agent/protected_paths.h"

namespace aegis::agent {

// Nothing where no command of `script` touches a protected file, destroys what cannot be had back,
// or switches off what watches over the agent. Else the first such command's fault, as a sentence;
// it may repeat a path as the script has it. `folder` is where the script starts. A script that is
// too entangled to be followed is objected to.
std::optional<std::string> script_objection(std::string_view script, const std::string& folder,
                                            const ProtectedPaths& paths);

}  // namespace aegis::agent
