// Commands after which nothing can be had back: of files, and of what a repository holds.
#pragma once

#include <optional>
#include <string>

#include "scanner/agent/command_words.h"

namespace aegis::agent {

// Why the command is not to be run, or nothing. `folder` is the current one.
std::optional<std::string> destructive_objection(Words words, const std::string& folder,
                                                 const std::string& home);

}  // namespace aegis::agent
